import { defineMessages } from '../i18n/messages.ts';

/** What primitives say by themselves. */
export const uiMessages = defineMessages({
  en: {
    breadcrumb: 'Breadcrumb',
    close: 'Close',
    copied: 'Copied',
    copyByHand: 'Select the text and copy it by hand',
    copyCommand: 'Copy command',
    dismiss: 'Dismiss',
    notifications: 'Notifications',
    undo: 'Undo',
  },
  zh: {
    breadcrumb: '面包屑导航',
    close: '关闭',
    copied: '已复制',
    copyByHand: '请选中文本手动复制',
    copyCommand: '复制命令',
    dismiss: '关闭提示',
    notifications: '通知',
    undo: '撤销',
  },
});
