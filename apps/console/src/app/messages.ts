import { defineMessages } from '../i18n/messages.ts';

/** What stands on no feature's page. */
export const appMessages = defineMessages({
  en: {
    description: 'Peer-to-peer distribution of files, images and models, live.',
    failed: {
      title: 'This page failed',
      why: 'Nothing is lost: what you see is made anew from the console each time. If it fails again, the log of the console says more.',
      lookFor: (digest: string) => `Look for ${digest}.`,
      retry: 'Try again',
    },
    documentFailed: {
      document: 'Damselfly failed',
      title: 'The console failed',
      why: 'It could not draw this page. See whether the process runs and what its log says, then try again.',
      retry: 'Try again',
    },
    notFound: {
      title: 'There is no such page',
      why: 'The address may be mistyped, or what it named is gone.',
      action: 'Go to the overview',
    },
  },
  zh: {
    description: '文件、镜像和模型的点对点分发，实时可见。',
    failed: {
      title: '页面出错',
      why: '没有丢失任何内容：页面每次都从控制台重新生成。如果再次出错，请查看控制台日志。',
      lookFor: (digest) => `请查找 ${digest}。`,
      retry: '重试',
    },
    documentFailed: {
      document: 'Damselfly 出错',
      title: '控制台出错',
      why: '无法绘制该页面。请确认进程正在运行并查看其日志，然后重试。',
      retry: '重试',
    },
    notFound: {
      title: '页面不存在',
      why: '地址可能有误，或其指向的内容已不存在。',
      action: '前往概览',
    },
  },
});
