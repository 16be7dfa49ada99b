// Who may import whom. Arrows point down only: examples -> http-adapter -> { entrata-sdk, entrata-store }.
const only = (name, importing, modules, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: `^packages/[^/]+/src/`, pathNot: `^packages/(?:${importing.join('|')})` },
  to: { path: modules, dependencyTypesNot: ['type-only'] },
});

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: { pathNot: 'node_modules' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'sdk-imports-no-sibling',
      severity: 'error',
      from: { path: '^packages/entrata-sdk/src' },
      to: { path: '^packages/(entrata-store|http-adapter)|(^|node_modules/)entrata-(store|http-adapter)' },
    },
    {
      name: 'store-imports-no-sibling',
      severity: 'error',
      from: { path: '^packages/entrata-store/src' },
      to: { path: '^packages/(entrata-sdk|http-adapter)|(^|node_modules/)entrata-(sdk|http-adapter)' },
    },
    {
      name: 'packages-do-not-import-examples',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^examples/' },
    },
    {
      name: 'flows-know-no-http',
      severity: 'error',
      from: { path: '^packages/http-adapter/src/flows' },
      to: { path: '^(packages/http-adapter/src/(routes|node)|node:http$|http$)' },
    },
    only(
      'undici-in-one-place',
      ['entrata-sdk/src/http'],
      'node_modules/undici/',
      'undici is imported by the transport only',
    ),
    only(
      'p-retry-in-one-place',
      ['entrata-sdk/src/http'],
      'node_modules/p-retry/',
      'p-retry is imported by the transport only',
    ),
    only(
      'luxon-in-one-place',
      ['entrata-sdk/src/(?:tours|operations)'],
      'node_modules/luxon/',
      'luxon is imported where wall clocks are',
    ),
    only(
      'knex-is-the-users',
      ['entrata-store/src/knex/open-sqlite.ts'],
      'node_modules/(?:knex|better-sqlite3|pg|mysql2)/',
      'the user brings the driver; types only',
    ),
    only(
      'commander-in-one-place',
      ['http-adapter/src/cli'],
      'node_modules/commander/',
      'commander is imported by the command line only',
    ),
    only(
      'instruments-in-one-place',
      ['http-adapter/src/(?:metrics|tracing)'],
      'node_modules/(?:prom-client|@opentelemetry)/',
      'metrics and traces are optional entries',
    ),
    only(
      'node-http-in-one-folder',
      ['http-adapter/src/node', 'entrata-sdk/src/testing'],
      '^(?:node:)?https?$',
      'a server is opened in one folder',
    ),
    {
      name: 'no-test-code-in-sources',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/' },
      to: { path: '^packages/[^/]+/(test|bench)/' },
    },
    {
      name: 'declared-dependencies-only',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown'] },
    },
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
