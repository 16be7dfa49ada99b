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

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: { pathNot: 'node_modules' },
      to: { circular: true },
    },
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
      'flows-know-no-http',
      '^packages/http-adapter/src/flows/',
      '^(packages/http-adapter/src/((routes|node|fetch|cli)/|(http|router|answers|schemas)\\.ts)|node:http$|http$)',
    ),
    never(
      'sandbox-shares-no-code',
      '^packages/entrata-sdk/src/testing/',
      { path: '^packages/entrata-sdk/src/(?!testing/)', pathNot: 'operations/invented-ils-wire\\.ts$' },
      'a mistake that both sides share would not be seen',
    ),
    never(
      'sources-do-not-use-testing',
      { path: '^packages/[^/]+/src/', pathNot: '^packages/[^/]+/src/testing/' },
      '^packages/[^/]+/src/testing/',
      'what is for tests is an entry of its own',
    ),
    never(
      'optional-entries-stay-out-of-the-main-one',
      { path: '^packages/http-adapter/src/', pathNot: 'src/(node|fetch|instruments|cli)/' },
      '^packages/http-adapter/src/(node|fetch|instruments|cli)/',
    ),
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
      ['entrata-sdk/src/tours'],
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
        pathNot: 'node_modules/p-retry/',
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
