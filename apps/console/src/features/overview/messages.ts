import { defineMessages, plural } from '../../i18n/messages.ts';

export const overviewMessages = defineMessages({
  en: {
    title: 'Overview',
    theOverview: 'the overview',
    theTasks: 'the tasks',
    members: {
      label: 'Members',
      schedulers: 'Schedulers',
      active: 'active',
      inactive: (count: string) => `${count} inactive`,
      seedPeers: 'Seed peers',
      seedPeersNote: 'fetch from the origin',
      peers: 'Peers',
      peersNote: 'share what they hold',
      runningTasks: 'Running tasks',
      known: (count: string) => `${count} known`,
    },
    throughput: {
      title: 'Throughput',
      fromPeers: 'From peers',
      fromOrigin: 'From origin',
      span: (span: string) => `the last ${span}`,
      chart: (span: string, peers: string, origin: string) =>
        `Throughput of ${span}: now ${peers} from peers, ${origin} from the origin`,
    },
    savings: {
      title: 'Saved at the origin',
      nothing: 'The share of all bytes that came from peers instead of the origin.',
      of: (bytes: string) => `of ${bytes} came from peers instead of the origin.`,
      bar: (peers: string, origin: string) => `${peers} from peers, ${origin} from the origin`,
    },
    history: {
      title: 'Traffic',
      what: 'the traffic',
      range: 'Time',
      application: 'Application',
      allApplications: 'All applications',
      ranges: {
        '1h': 'Last hour',
        '6h': 'Last 6 hours',
        '24h': 'Last 24 hours',
        '7d': 'Last 7 days',
        '30d': 'Last 30 days',
        '90d': 'Last 90 days',
      },
      hitRatio: 'Hit ratio',
      saved: 'Saved at the origin',
      money: 'Money saved',
      price: (price: string) => `at ${price} a GiB`,
      fromOrigin: 'From origin',
      chart: 'Traffic over time, from peers and from the origin',
    },
    slowest: {
      title: 'Slowest tasks',
      since: (span: string) => `for ${span}`,
      reasons: {
        failing: 'As many of its peers fail as finish.',
        waiting: 'Most of its peers wait for a parent.',
        source: 'Most of its peers go to the origin themselves.',
        noSeed: 'No seed peer holds it, so peers fetch from the origin.',
        few: 'Nobody has it whole yet: the first copy comes from the origin.',
        peers: 'Its peers send slowly.',
      },
    },
    alerts: {
      title: 'Needs attention',
      noScheduler: {
        what: (cluster: string, _count: number) => `Cluster ${cluster} has no scheduler`,
        remedy: 'Its peers go to the origin until one is back. Start a scheduler of this cluster.',
      },
      schedulerDown: {
        what: (cluster: string, count: number) => `${plural(count, 'scheduler', 'schedulers')} of ${cluster} gone`,
        remedy: 'The others took over its tasks. Start it again, or remove it.',
      },
      noSeed: {
        what: (cluster: string, _count: number) => `Cluster ${cluster} has no seed peer`,
        remedy: 'The first peers of each task fetch from the origin. Start a seed peer.',
      },
      silentHost: {
        what: (host: string, count: number) =>
          count === 1
            ? `Host ${host} is silent`
            : `${host} and ${plural(count - 1, 'other host', 'other hosts')} are silent`,
        remedy: 'They did not announce themselves in time. See whether their daemons run and reach a scheduler.',
      },
      diskFull: {
        what: (host: string, count: number) =>
          count === 1
            ? `The disk of ${host} is nearly full`
            : `The disks of ${host} and ${count - 1} more are nearly full`,
        remedy: 'Tasks are evicted sooner, and hits get rarer. Free room, or lower the storage quota.',
      },
      versionSkew: {
        what: (cluster: string, count: number) => `${count} versions run side by side in ${cluster}`,
        remedy: 'Bring the hosts to one version.',
      },
      quotaHard: {
        what: (tenant: string, count: number) => `${tenant} is at ${plural(count, 'hard limit', 'hard limits')}`,
        remedy: 'New work of the tenant is refused. Wait until the quota frees, or raise it.',
      },
      quotaSoft: {
        what: (tenant: string, count: number) => `${tenant} is over ${plural(count, 'soft limit', 'soft limits')}`,
        remedy: 'Work goes on until the hard limit. Use less, or raise the quota.',
      },
    },
    recent: { title: 'Recent tasks', all: 'All tasks' },
    running: {
      title: 'Running now',
      all: 'All running',
      starting: 'starting',
      progressOf: (name: string) => `Progress of ${name}`,
      done: (done: string, peers: string) => `${done} of ${peers} peers done`,
      fromPeers: (share: string) => `${share} from peers`,
    },
  },
  zh: {
    title: '概览',
    theOverview: '概览',
    theTasks: '任务',
    members: {
      label: '成员',
      schedulers: '调度器',
      active: '在线',
      inactive: (count) => `${count} 个离线`,
      seedPeers: '种子节点',
      seedPeersNote: '从源站获取',
      peers: '节点',
      peersNote: '共享各自持有的内容',
      runningTasks: '运行中的任务',
      known: (count) => `共 ${count} 个`,
    },
    throughput: {
      title: '吞吐量',
      fromPeers: '来自节点',
      fromOrigin: '来自源站',
      span: (span) => `最近 ${span}`,
      chart: (span, peers, origin) => `${span}的吞吐量：当前来自节点 ${peers}，来自源站 ${origin}`,
    },
    savings: {
      title: '为源站节省',
      nothing: '由节点而非源站提供的字节占比。',
      of: (bytes) => `的流量由节点而非源站提供，总计 ${bytes}。`,
      bar: (peers, origin) => `来自节点 ${peers}，来自源站 ${origin}`,
    },
    history: {
      title: '流量',
      what: '流量',
      range: '时间',
      application: '应用',
      allApplications: '全部应用',
      ranges: {
        '1h': '最近 1 小时',
        '6h': '最近 6 小时',
        '24h': '最近 24 小时',
        '7d': '最近 7 天',
        '30d': '最近 30 天',
        '90d': '最近 90 天',
      },
      hitRatio: '命中率',
      saved: '为源站节省',
      money: '节省费用',
      price: (price) => `按每 GiB ${price} 计`,
      fromOrigin: '来自源站',
      chart: '随时间变化的流量，来自节点和源站',
    },
    slowest: {
      title: '最慢的任务',
      since: (span) => `已运行 ${span}`,
      reasons: {
        failing: '失败的节点不少于完成的节点。',
        waiting: '多数节点在等待父节点。',
        source: '多数节点自行回源。',
        noSeed: '没有种子节点持有该任务，节点从源站获取。',
        few: '还没有节点拥有完整副本：首份副本正在从源站获取。',
        peers: '其节点发送缓慢。',
      },
    },
    alerts: {
      title: '需要关注',
      noScheduler: {
        what: (cluster) => `集群 ${cluster} 没有调度器`,
        remedy: '在恢复之前，其节点会直接回源。请启动该集群的调度器。',
      },
      schedulerDown: {
        what: (cluster, count) => `${cluster} 有 ${count} 个调度器离线`,
        remedy: '其他调度器已接管其任务。请重新启动，或将其移除。',
      },
      noSeed: {
        what: (cluster) => `集群 ${cluster} 没有种子节点`,
        remedy: '每个任务的首批节点会从源站获取。请启动一个种子节点。',
      },
      silentHost: {
        what: (host, count) => (count === 1 ? `主机 ${host} 没有上报` : `${host} 等 ${count} 台主机没有上报`),
        remedy: '它们未按时上报。请确认其守护进程正在运行并能连上调度器。',
      },
      diskFull: {
        what: (host, count) => (count === 1 ? `${host} 的磁盘即将写满` : `${host} 等 ${count} 台主机的磁盘即将写满`),
        remedy: '任务会更早被淘汰，命中率随之下降。请释放空间，或降低存储配额。',
      },
      versionSkew: {
        what: (cluster, count) => `${cluster} 中有 ${count} 个版本并存`,
        remedy: '请将主机升级到同一版本。',
      },
      quotaHard: {
        what: (tenant, count) => `${tenant} 已达到 ${count} 项硬限额`,
        remedy: '该租户的新任务会被拒绝。请等待配额释放，或提高配额。',
      },
      quotaSoft: {
        what: (tenant, count) => `${tenant} 已超过 ${count} 项软限额`,
        remedy: '在达到硬限额之前仍可继续。请减少用量，或提高配额。',
      },
    },
    recent: { title: '最近的任务', all: '全部任务' },
    running: {
      title: '正在运行',
      all: '全部运行中',
      starting: '正在启动',
      progressOf: (name) => `${name} 的进度`,
      done: (done, peers) => `${peers} 个节点中 ${done} 个已完成`,
      fromPeers: (share) => `${share} 来自节点`,
    },
  },
});
