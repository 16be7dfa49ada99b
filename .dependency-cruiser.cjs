// Who may import whom. Arrows point down only: examples -> http-adapter -> { entrata-sdk, entrata-store }.
// Types count: an import that vanishes in the build still ties two parts together.

/** Third-party `modules` are imported by the sources in `importing` only. */
const only = (name, importing, modules, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: '^packages/[^/]+/src/', pathNot: `^packages/(?:${importing.join('|')})` },
  to: { path: modules },
});

/** Sources in `from` do not import `to`. */
const never = (name, from, to, comment) => ({
  name,
  comment,
  severity: 'error',
  from: typeof from === 'string' ? { path: from } : from,
  to: typeof to === 'string' ? { path: to } : to,
});

/**
 * The folders of the adapter and what each may import besides itself. Nothing else may be at the top of its sources
 * but `index.ts`.
 */
const subjects = ['admin', 'webhook', 'booking', 'listing', 'tours', 'limits', 'auth', 'http', 'core'];
const adapterArrows = {
  core: [],
  http: ['core'],
  auth: ['http', 'core'],
  limits: ['http', 'core'],
  listing: ['limits', 'auth', 'http', 'core'],
  tours: ['limits', 'auth', 'http', 'core'],
  booking: ['tours', 'limits', 'auth', 'http', 'core'],
  webhook: ['listing', 'limits', 'auth', 'http', 'core'],
  admin: ['webhook', 'listing', 'booking', 'tours', 'limits', 'auth', 'http', 'core'],
  app: subjects,
  node: ['app', 'http', 'core'],
  fetch: ['app', 'http', 'core'],
  instruments: ['app', 'http', 'core'],
  cli: ['node', 'fetch', 'instruments', 'app', ...subjects],
};

const adapter = '^packages/http-adapter/src/';
const adapterFolders = Object.keys(adapterArrows).join('|');

/** What is in `from` imports the `allowed` folders of the adapter alone: one that no table names is refused as well. */
const arrowsOf = (name, from, allowed) =>
  never(
    `adapter-arrows-of-${name}`,
    `${adapter}${from}`,
    { path: adapter, pathNot: `${adapter}(?:${allowed.join('|')})/` },
    `${name} may import ${allowed.join(', ')}`,
  );

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: { pathNot: 'node_modules' },
      to: { circular: true },
    },
    {
      name: 'no-folder-cycles',
      comment: 'folders, too, import in one direction',
      severity: 'error',
      scope: 'folder',
      from: { path: '^packages/[^/]+/src' },
      to: { circular: true },
    },
    ...Object.entries(adapterArrows).map(([name, allowed]) => arrowsOf(name, `${name}/`, [name, ...allowed])),
    arrowsOf('index', 'index\\.ts$', ['app', ...subjects]),
    {
      name: 'adapter-folders-are-known',
      comment: 'a new folder gets a row in the table above; at the top of the sources is index.ts alone',
      severity: 'error',
      from: { path: adapter, pathNot: `${adapter}(?:(?:${adapterFolders})/|index\\.ts$)` },
      to: {},
    },
    {
      name: 'adapter-lone-files-are-in-known-folders',
      comment: 'neither is there one that imports nothing and that nobody imports',
      severity: 'error',
      from: {
        orphan: true,
        path: adapter,
        pathNot: `${adapter}(?:(?:${adapterFolders})/|index\\.ts$)`,
      },
      to: {},
    },
    never(
      'tasks-know-no-engine',
      '^packages/entrata-store/src/tasks/',
      '^packages/entrata-store/src/(?:knex|memory)/',
      'tasks/ is the port and the worker; the engines implement it',
    ),
    never(
      'databases-know-not-each-other',
      '^packages/entrata-store/src/knex/(sqlite|postgres|mysql)/',
      {
        path: '^packages/entrata-store/src/knex/(?:sqlite|postgres|mysql)/',
        pathNot: '^packages/entrata-store/src/knex/$1/',
      },
      'what differs by database is in the folder of that database only',
    ),
    never(
      'shared-wire-knows-no-subject',
      '^packages/entrata-sdk/src/(?:http|wire)/',
      '^packages/entrata-sdk/src/(?:approval|leads|oauth|properties|tours|webhooks)/',
      'subjects are built on http/ and wire/',
    ),
    never(
      'sdk-imports-no-sibling',
      '^packages/entrata-sdk/src',
      '^packages/(entrata-store|http-adapter)|(^|node_modules/)entrata-(store|http-adapter)',
    ),
    never(
      'store-imports-no-sibling',
      '^packages/entrata-store/src',
      '^packages/(entrata-sdk|http-adapter)|(^|node_modules/)entrata-(sdk|http-adapter)',
    ),
    never('packages-do-not-import-examples', '^packages/', '^examples/'),
    never(
      'siblings-by-their-entries',
      { path: '^(packages/http-adapter/src|examples)/', pathNot: '^examples/test/' },
      { path: '^packages/[^/]+/src/', pathNot: '^packages/http-adapter/src/' },
      'a sibling is imported as its users import it',
    ),
    never(
      'examples-use-the-published-adapter',
      { path: '^examples/', pathNot: '^examples/test/' },
      '^packages/http-adapter/src/',
    ),
    never(
      'sandbox-shares-no-code',
      '^packages/entrata-sdk/src/testing/',
      { path: '^packages/entrata-sdk/src/(?!testing/)', pathNot: '^packages/entrata-sdk/src/profile/' },
      'a mistake that both sides share would not be seen',
    ),
    never(
      'sources-do-not-use-testing',
      {
        path: '^packages/[^/]+/src/',
        pathNot: ['^packages/[^/]+/src/testing/', '^packages/entrata-sdk/src/probe/'],
      },
      '^packages/[^/]+/src/testing/',
      'what is for tests is an entry of its own; the probe compares with the sandbox',
    ),
    never(
      'sources-do-not-use-the-probe',
      { path: '^packages/entrata-sdk/src/', pathNot: '^packages/entrata-sdk/src/probe/' },
      '^packages/entrata-sdk/src/probe/',
      'it is an entry of its own, above all it tries',
    ),
    only(
      'undici-in-one-place',
      ['entrata-sdk/src/http'],
      'node_modules/undici/',
      'undici is imported by the transport only',
    ),
    only(
      'p-retry-in-one-place',
      ['entrata-sdk/src/call'],
      'node_modules/p-retry/',
      'p-retry is imported where calls are repeated',
    ),
    only(
      'entities-in-one-place',
      ['entrata-sdk/src/wire/html-text.ts'],
      'node_modules/entities/',
      'entities of HTML become characters in one file',
    ),
    only(
      'luxon-in-one-place',
      ['entrata-sdk/src/leads'],
      'node_modules/(?:@types/)?luxon/',
      'luxon is imported where wall clocks are',
    ),
    {
      ...only(
        'knex-is-the-users',
        ['entrata-store/src/knex/open-sqlite.ts'],
        'node_modules/(?:knex|better-sqlite3|pg|mysql2)/',
      ),
      comment: 'the user brings the driver; types only',
      to: {
        path: 'node_modules/(?:knex|better-sqlite3|pg|mysql2)/',
        dependencyTypesNot: ['type-only'],
      },
    },
    only(
      'commander-in-one-place',
      ['http-adapter/src/cli'],
      'node_modules/commander/',
      'commander is imported by the command line only',
    ),
    only(
      'fast-jwt-in-one-place',
      ['http-adapter/src/auth'],
      'node_modules/fast-jwt/',
      'tokens are verified in one folder',
    ),
    only(
      'html-to-text-in-one-place',
      ['http-adapter/src/core/plain-text.ts'],
      'node_modules/html-to-text/',
      'markup becomes text in one file',
    ),
    only(
      'instruments-in-one-place',
      ['http-adapter/src/instruments'],
      'node_modules/(?:prom-client|@opentelemetry)/',
      'metrics and traces are optional entries',
    ),
    only(
      'node-http-in-one-folder',
      ['http-adapter/src/node', 'entrata-sdk/src/testing'],
      '^(?:node:)?https?$',
      'a server is opened in one folder',
    ),
    never('no-test-code-in-sources', '^packages/[^/]+/src/', '^packages/[^/]+/(test|bench|soak)/'),
    never('declared-dependencies-only', '^packages/[^/]+/src/', {
      dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown'],
    }),
    never(
      'no-development-dependencies-in-sources',
      '^packages/[^/]+/src/',
      {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['npm', 'npm-peer', 'type-only'],
        // Bundled into the SDK.
        pathNot: 'node_modules/(?:p-retry|entities)/',
      },
      "a user's npm install does not bring them",
    ),
  ],
  options: {
    doNotFollow: { path: '(^|/)(node_modules|dist)/' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
