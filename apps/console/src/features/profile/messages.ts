import { defineMessages } from '../../i18n/messages.ts';

export const profileMessages = defineMessages({
  en: {
    title: 'Profile',
    note: 'You, and where you are signed in.',
    you: 'You',
    facts: { name: 'User name', tenant: 'Works in', tenants: 'May work in', roles: 'Roles here' },
    password: 'Change password',
    tokens: 'Your tokens',
    tokensNote: 'For scripts and pipelines that act as you.',
    look: 'Language and theme are in the menu with your name, at the foot of the side bar.',
    theProfile: 'your profile',
  },
  zh: {
    title: '个人资料',
    note: '您的账号以及登录位置。',
    you: '您',
    facts: { name: '用户名', tenant: '当前租户', tenants: '可用租户', roles: '当前角色' },
    password: '修改密码',
    tokens: '您的令牌',
    tokensNote: '供以您的身份运行的脚本和流水线使用。',
    look: '语言和主题位于侧边栏底部的账号菜单中。',
    theProfile: '个人资料',
  },
});
