// The floors of docs/architecture.md as code: imports only look down, strangers on one floor do not see each other.
const test = String.raw`(\.(test|spec|contract|fixture)\.tsx?$|/testing/)`;
const floor = (name, comment, from, to) => ({ name, comment, severity: 'error', from: { pathNot: test, ...from }, to });

module.exports = {
  forbidden: [
    floor(
      'no-cycle',
      'A cycle hides which part owns what.',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    floor(
      'no-orphan-import',
      'Every import must resolve.',
      {},
      { couldNotResolve: true, pathNot: '^(react|next|server-only)' },
    ),
    floor(
      'core-stays-alone',
      'The browser-safe core imports only zod.',
      { path: '^packages/core/src/(?!node/)' },
      { pathNot: '^packages/core/src/(?!node/)|^node_modules/zod/' },
    ),
    floor(
      'core-node',
      'core/node sees core, pino, prom-client, yaml, OpenTelemetry and Node.',
      { path: '^packages/core/src/node/' },
      {
        pathNot: '^packages/core/|^node_modules/(zod|pino|prom-client|yaml|@opentelemetry)/',
        dependencyTypesNot: ['core'],
      },
    ),
    floor(
      'proto-and-db-are-strangers',
      'proto does not see db or an app.',
      { path: '^packages/proto/' },
      { path: '^(packages/db|apps|launch|e2e)/' },
    ),
    floor(
      'db-and-proto-are-strangers',
      'db does not see proto or an app.',
      { path: '^packages/db/' },
      { path: '^(packages/proto|launch|e2e)/|^apps/(?!console/src/server/domain/)' },
    ),
    floor(
      'db-sees-domain-types-only',
      'The store types a repository fits are types.',
      { path: '^packages/db/' },
      { path: '^apps/', dependencyTypesNot: ['type-only'] },
    ),
    floor(
      'registry-sees-core-only',
      'Reading manifests needs no protocol, database or app.',
      { path: '^packages/registry/' },
      { path: '^(packages/(proto|db)|apps|launch|e2e)/' },
    ),
    floor(
      'scheduler-core-is-pure',
      'No npm, no Node, no proto, no clock: the simulator and the server run the same step.',
      { path: '^apps/scheduler/src/core/' },
      { pathNot: '^apps/scheduler/src/core/|^packages/core/src/(?!node/)' },
    ),
    floor(
      'scheduler-sim-opens-no-socket',
      'The simulator sees the core only.',
      { path: '^apps/scheduler/src/sim/', pathNot: 'sim/main\\.ts$' },
      { pathNot: '^apps/scheduler/src/(sim|core)/|^packages/core/src/(?!node/)' },
    ),
    floor(
      'scheduler-shell',
      'The shell sees the core, never an adapter.',
      { path: '^apps/scheduler/src/shell/' },
      { path: '^apps/scheduler/src/(grpc|manager|seed|persistent|sim)/|^packages/proto/' },
    ),
    floor(
      'peer-ports-see-core-only',
      'A port names no implementation.',
      { path: '^apps/peer/src/(transport/transport|source/source|storage/store)\\.ts$' },
      { pathNot: '^packages/core/|^apps/peer/src/(transport|source|storage|rate)/' },
    ),
    floor(
      'peer-engine-names-no-plug-in',
      'Download and upload reach transports and sources through their ports.',
      { path: '^apps/peer/src/(download|upload)/' },
      {
        path: '^apps/peer/src/(transport/(memory|tcp|quic|rdma)|source/(http|s3|gcs|abs|oss|obs|cos|hdfs|oci)|proxy|grpc|cli)/?',
      },
    ),
    floor(
      'console-domain-is-pure',
      'Rules know no surface and no database.',
      { path: '^apps/console/src/server/domain/' },
      { path: '^packages/(proto|db)/|^apps/console/src/(app|features|ui|server/(trpc|rest|grpc|jobs|auth|live))/' },
    ),
    floor(
      'browser-sees-server-types-only',
      'What runs in the browser imports types of the server; pages enter through server/entry.ts.',
      { path: '^apps/console/src/(features|ui|i18n)/|^apps/console/src/app/(?!api/)' },
      { path: '^apps/console/src/server/(?!entry\\.ts)', dependencyTypesNot: ['type-only'] },
    ),
    floor(
      'browser-sees-no-database',
      'No database and no protocol code in the browser.',
      { path: '^apps/console/src/(features|ui|app|i18n)/' },
      { path: '^packages/(db|proto)/|^packages/core/src/node/' },
    ),
    floor(
      'ui-knows-no-data',
      'Primitives draw what they are given.',
      { path: '^apps/console/src/ui/' },
      { path: '^apps/console/src/(features|app|server)/' },
    ),
    floor(
      'features-meet-at-their-index',
      'A feature is imported through its index.',
      { path: '^apps/console/src/features/([^/]+)/' },
      { path: '^apps/console/src/features/', pathNot: '^apps/console/src/features/$1/|/index\\.tsx?$' },
    ),
    floor(
      'apps-never-import-apps',
      'Programs meet on the wire.',
      { path: '^apps/([^/]+)/' },
      { path: '^apps/', pathNot: '^apps/$1/' },
    ),
    floor(
      'nothing-imports-the-launcher',
      'The launcher stands above everything.',
      { path: '^(packages|apps|e2e)/' },
      { path: '^launch/' },
    ),
    floor(
      'e2e-sees-built-programs',
      'End-to-end tests use the wire, not the source.',
      { path: '^e2e/' },
      { path: '^(apps|launch|packages/db)/' },
    ),
    { name: 'contracts-are-for-tests', severity: 'error', from: { pathNot: test }, to: { path: '\\.contract\\.ts$' } },
  ],
  // A checker that sees nothing must not pass on nothing.
  required: [],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/(dist|\\.next|generated)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
