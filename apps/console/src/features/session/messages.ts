import { defineMessages } from '../../i18n/messages.ts';

/** Who is signed in, and in which tenant. */
export const sessionMessages = defineMessages({
  en: {
    needed: 'You are not signed in. The sign-in page opens.',
    account: {
      label: 'Account',
      of: 'Account of',
      signedInAs: 'Signed in as',
      inTenant: (tenant: string) => `in ${tenant}`,
      profile: 'Profile and sessions',
      changePassword: 'Change password',
      language: 'Language',
      shortcuts: 'Keyboard shortcuts',
      signOut: 'Sign out',
    },
    tenant: {
      label: 'Tenant',
      change: (name: string) => `Tenant ${name}. Change it`,
      unchanged: 'Still in the same tenant',
    },
  },
  zh: {
    needed: '您尚未登录，即将打开登录页面。',
    account: {
      label: '账户',
      of: '账户：',
      signedInAs: '已登录：',
      inTenant: (tenant) => `租户 ${tenant}`,
      profile: '个人资料与会话',
      changePassword: '修改密码',
      language: '语言',
      shortcuts: '键盘快捷键',
      signOut: '退出登录',
    },
    tenant: {
      label: '租户',
      change: (name) => `租户 ${name}，点击切换`,
      unchanged: '租户未切换',
    },
  },
});
