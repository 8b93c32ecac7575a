import { connected, createClient, decisions, unaryCall } from '@damselfly/proto';
import { Command } from 'commander';
import { version } from '../version.ts';
import { addConfigCommands } from './dfctl-config.ts';
import { addTaskCommands } from './dfctl-tasks.ts';
import { explanationJson, explanationText } from './explanation.ts';
import { runTool, stopSignal } from './tool.ts';

const callTimeoutMs = 10_000;

const overview = `
Examples:
  dfctl task ls
  dfctl task stat 5844f27a…3d25 --json
  dfctl task rm 5844f27a…3d25
  dfctl task preheat https://example.com/model.bin --scheduler-endpoint 127.0.0.1:8002 --scope all_peers
  dfctl persistent-cache-task ls
  dfctl scheduler explain 127.0.0.1-peer-1-6f1c…
  dfctl config export -o platform.yaml
  dfctl config diff platform.yaml
  dfctl config apply platform.yaml --dry-run

Exit codes: 0 done, 1 failed, 2 wrong usage, and of a diff or a dry run that something would change.`;

const examples = `
Examples:
  dfctl scheduler explain 127.0.0.1-peer-1-6f1c…
  dfctl scheduler explain 127.0.0.1-peer-1-6f1c… --endpoint 10.0.0.7:8002 --json | jq .decisions[0]

Peer ids stand on a task's page in the console and in a daemon's log. With several schedulers, ask the task's own.`;

async function explain(peerId: string, { endpoint, json }: { endpoint: string; json: boolean }): Promise<void> {
  const client = createClient(decisions.DecisionServiceClient, { address: endpoint });
  try {
    await connected(client);
    const response = await unaryCall(client.explain.bind(client), { peerId }, { timeoutMs: callTimeoutMs });
    process.stdout.write(`${json ? explanationJson(response) : explanationText(response)}\n`);
  } finally {
    client.close();
  }
}

const program = new Command('dfctl')
  .description('Looks into a running swarm.')
  .version(`dfctl ${version}`, '-V, --version')
  .addHelpText('after', overview)
  .exitOverride();
program
  .command('scheduler')
  .description('ask a scheduler')
  .command('explain')
  .description('why a peer got the parents it has, waits, or was sent to the source')
  .argument('<peer>', 'id of the peer')
  .option('-e, --endpoint <host:port>', "the scheduler's gRPC address", '127.0.0.1:8002')
  .option('--json', 'one JSON object instead of a table', false)
  .addHelpText('after', examples)
  .action(explain);

const signal = stopSignal();
addTaskCommands(program, signal);
addConfigCommands(program, signal);
await runTool(program, 'dfctl');
