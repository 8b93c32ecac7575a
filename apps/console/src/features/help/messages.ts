import { defineMessages } from '../../i18n/messages.ts';

export const helpMessages = defineMessages({
  en: {
    title: 'Help',
    note: 'Short answers. ⌘K finds them from anywhere.',
    open: 'Go there',
    topics: {
      firstPull: {
        title: 'Pull a first file',
        text: 'The overview of an empty system leads through it: press one button, or run the line that stands there. A peer asks its scheduler who has the file; the seed peer fetches it from the origin once, and the others take it from each other.',
      },
      slow: {
        title: 'Find out why a pull was slow',
        text: 'Open the task, choose the peer in the graph or in the list, and ask "Why did it take so long?". The page names the cause with its share of the lost time: the origin, a parent, the wait for the scheduler, the disk.',
      },
      preheat: {
        title: 'Bring content to hosts beforehand',
        text: 'A preheat fetches an image or files onto seed peers or all hosts before anybody pulls. "Look first" shows size, login, hosts and time without moving a byte.',
      },
      privateImages: {
        title: 'Preheat images of a private registry',
        text: 'Keep a credential for the registry. A preheat takes the one whose registry is the image’s; the password is sealed and never shown again.',
      },
      landing: {
        title: 'See in which cluster a peer lands',
        text: 'A peer joins the cluster whose scopes fit it best: networks, data centres, host names. The page of a cluster shows its scopes and tells where a peer would land.',
      },
      scripts: {
        title: 'Do the same from a script',
        text: 'Make a token with the fewest scopes that do, and send it as a bearer token. "As a command" beside an action shows it as curl; the whole API is under /api-docs.',
      },
      people: {
        title: 'Let somebody in, and say what they may do',
        text: 'Add a user with a role in a tenant; a one-time password is shown once. A role is a set of permissions: seven are built in, tenants make their own. Nobody gives what they do not hold.',
      },
      told: {
        title: 'Be told when a preheat ends',
        text: 'A webhook posts a signed message when a job is done, partly done, failed or cancelled, and tries again until it is taken. Its page shows each delivery.',
      },
      money: {
        title: 'Turn saved traffic into money',
        text: 'An administrator sets the price of a gibibyte from the origin in the settings; the overview multiplies it with what peers delivered.',
      },
      views: {
        title: 'Keep a view, or send it to somebody',
        text: 'Search, filters, sort and time stand in the address: send it, and others see the same. "Views" keeps it under a name, for you or for everybody in the tenant.',
      },
    },
  },
  zh: {
    title: '帮助',
    note: '简短的解答。按 ⌘K 可随时查找。',
    open: '前往',
    topics: {
      firstPull: {
        title: '拉取第一个文件',
        text: '空系统的概览会逐步引导：按一个按钮，或运行其中的命令。节点会询问调度器谁拥有该文件；种子节点从源站获取一次，其余节点互相传输。',
      },
      slow: {
        title: '查明拉取缓慢的原因',
        text: '打开任务，在图或列表中选择节点，然后点击“为什么这么慢？”。页面会指出原因及其占损失时间的比例：源站、父节点、等待调度器或磁盘。',
      },
      preheat: {
        title: '提前将内容送到主机',
        text: '预热会在有人拉取之前，将镜像或文件获取到种子节点或所有主机。“先查看”会显示大小、登录、主机和时间，而不传输任何字节。',
      },
      privateImages: {
        title: '预热私有仓库的镜像',
        text: '为仓库保存凭据。预热会使用与镜像仓库对应的凭据；密码加密保存，不会再次显示。',
      },
      landing: {
        title: '查看节点会加入哪个集群',
        text: '节点会加入作用域最匹配的集群：网络、机房、主机名。集群页面会显示其作用域，并说明节点会加入何处。',
      },
      scripts: {
        title: '在脚本中完成相同操作',
        text: '创建一个作用域最小的令牌，并以 Bearer 令牌发送。操作旁的“命令形式”会显示为 curl；完整 API 位于 /api-docs。',
      },
      people: {
        title: '添加人员并设定其权限',
        text: '添加用户并授予租户中的角色；一次性密码仅显示一次。角色是一组权限：内置七个，租户可自行创建。不能授予自己没有的权限。',
      },
      told: {
        title: '预热结束时收到通知',
        text: '任务完成、部分完成、失败或取消时，Webhook 会发送签名消息，并重试直到被接收。其页面显示每次投递。',
      },
      money: {
        title: '将节省的流量换算为金额',
        text: '管理员在设置中填写每 GiB 回源流量的价格；概览会将其与节点传输的字节相乘。',
      },
      views: {
        title: '保存视图或发送给他人',
        text: '搜索、筛选、排序和时间都在地址中：发送地址，他人即可看到相同内容。“视图”可按名称为您或租户的所有人保存。',
      },
    },
  },
});
