import { defineMessages } from '../../i18n/messages.ts';

export const listingMessages = defineMessages({
  en: {
    nothing: 'Nothing matches',
    nothingWhy: 'Nothing here has what you look for. Search for less, or show all of it.',
    showAll: 'Show all',
    actions: (name: string) => `Actions for ${name}`,
    edit: 'Edit',
    look: 'Look at it',
    remove: 'Remove',
    create: 'Create',
    creating: 'Creating …',
    save: 'Save',
    saving: 'Saving …',
    failed: 'It was not saved',
    count: (shown: string, all: string) => (shown === all ? all : `${shown} of ${all}`),
  },
  zh: {
    nothing: '没有匹配项',
    nothingWhy: '没有符合条件的内容。请减少搜索条件，或显示全部。',
    showAll: '显示全部',
    actions: (name) => `${name} 的操作`,
    edit: '编辑',
    look: '查看',
    remove: '移除',
    create: '创建',
    creating: '正在创建…',
    save: '保存',
    saving: '正在保存…',
    failed: '未能保存',
    count: (shown, all) => (shown === all ? all : `${shown} / ${all}`),
  },
});
