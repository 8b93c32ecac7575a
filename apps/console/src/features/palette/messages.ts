import { defineMessages } from '../../i18n/messages.ts';

export const paletteMessages = defineMessages({
  en: {
    title: 'Go to, do, or find',
    placeholder: 'Go to a page, do something, find a task or cluster…',
    nothing: 'Nothing has this name',
    groups: { pages: 'Go to', actions: 'Do', tasks: 'Tasks', clusters: 'Clusters' },
    actions: {
      light: 'Light theme',
      dark: 'Dark theme',
      system: 'Theme as the system',
      shortcuts: 'Keyboard shortcuts',
      password: 'Change password',
      link: 'Copy a link to this view',
      linkCopied: 'The link is on the clipboard',
      linkRefused: 'The browser refused. Copy the address from its bar.',
    },
    keys: { walk: 'walk', choose: 'choose', close: 'close' },
  },
  zh: {
    title: '前往、操作或查找',
    placeholder: '前往页面、执行操作、查找任务或集群…',
    nothing: '没有匹配项',
    groups: { pages: '前往', actions: '操作', tasks: '任务', clusters: '集群' },
    actions: {
      light: '浅色主题',
      dark: '深色主题',
      system: '主题跟随系统',
      shortcuts: '键盘快捷键',
      password: '修改密码',
      link: '复制当前视图的链接',
      linkCopied: '链接已复制到剪贴板',
      linkRefused: '浏览器拒绝了复制。请从地址栏复制。',
    },
    keys: { walk: '移动', choose: '选择', close: '关闭' },
  },
});
