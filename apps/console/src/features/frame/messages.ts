import { defineMessages } from '../../i18n/messages.ts';

export const frameMessages = defineMessages({
  en: {
    areas: { label: 'Areas', overview: 'Overview', tasks: 'Tasks', clusters: 'Clusters', preheat: 'Preheat' },
    sections: { swarm: 'Swarm', content: 'Content', access: 'Access', operate: 'Operate' },
    palette: 'Search or jump to…',
    running: 'running',
    skip: 'Skip to the content',
    menu: 'Menu',
    openMenu: 'Open the menu',
    connection: {
      connecting: 'Connecting',
      live: 'Live',
      reconnecting: 'Reconnecting',
      lost: 'The line to the console is lost. What you see is how it was; the page reconnects by itself.',
    },
    theme: { label: 'Theme', system: 'As the system', light: 'Light', dark: 'Dark' },
    shortcuts: {
      title: 'Keyboard shortcuts',
      goTo: (area: string) => `Go to ${area}`,
      search: 'Search on this page',
      escape: 'Empty the search, leave a peer, close',
      walk: 'Walk parents, children and neighbours in a task',
      palette: 'Search or jump to anything',
      help: 'Show this list',
    },
  },
  zh: {
    areas: { label: '区域', overview: '概览', tasks: '任务', clusters: '集群', preheat: '预热' },
    sections: { swarm: '集群网络', content: '内容', access: '访问控制', operate: '运维' },
    palette: '搜索或跳转…',
    running: '个运行中',
    skip: '跳到内容',
    menu: '菜单',
    openMenu: '打开菜单',
    connection: {
      connecting: '正在连接',
      live: '实时',
      reconnecting: '正在重连',
      lost: '与控制台的连接已中断。您看到的是断开前的状态；页面会自动重连。',
    },
    theme: { label: '主题', system: '跟随系统', light: '浅色', dark: '深色' },
    shortcuts: {
      title: '键盘快捷键',
      goTo: (area) => `前往${area}`,
      search: '在本页搜索',
      escape: '清空搜索、离开节点、关闭',
      walk: '在任务中沿父节点、子节点和相邻节点移动',
      palette: '搜索或跳转',
      help: '显示此列表',
    },
  },
});
