import type { Locale } from '../../i18n/locale.ts';
import { defineMessages } from '../../i18n/messages.ts';

export const graphMessages = defineMessages({
  en: {
    time: {
      label: 'Recording',
      instant: 'Instant',
      live: 'Live',
      toLive: 'Back to the present',
      noLive: 'No scheduler tracks this task any more',
      play: 'Play the recording',
      pause: 'Stop here',
      back: 'One recorded moment back',
      forward: 'One recorded moment on',
      speed: 'Speed',
      link: 'Copy a link to this instant',
      copied: 'Copied',
      before: (duration: string) => `${duration} before the end`,
      now: 'now',
      gap: 'Nothing is known of this span: the line to the scheduler was broken',
      older: 'Older events are forgotten; memory is bounded',
      none: 'Nothing is recorded yet',
      events: (count: string) => `${count} events`,
    },
  },
  zh: {
    time: {
      label: '录像',
      instant: '时刻',
      live: '实时',
      toLive: '回到当前',
      noLive: '已没有调度器跟踪该任务',
      play: '播放录像',
      pause: '停在此处',
      back: '后退到上一个记录的时刻',
      forward: '前进到下一个记录的时刻',
      speed: '速度',
      link: '复制指向该时刻的链接',
      copied: '已复制',
      before: (duration) => `距结尾 ${duration}`,
      now: '当前',
      gap: '这段时间没有记录：与调度器的连接中断',
      older: '更早的事件已被遗忘；内存有上限',
      none: '尚无记录',
      events: (count) => `${count} 个事件`,
    },
  },
});

/** The texts of one language. */
export type GraphTexts = (typeof graphMessages)[Locale];
