import { describe, expect, it } from 'vitest';
import { describeOnEachDatabase } from '../../packages/entrata-store/test/support/databases.js';
import { runExample } from './run-example.js';

describe.each(['express', 'fastify', 'hono'])('embedded in %s', (framework) => {
  it('receives a webhook, books a tour, serves other pages, and ends by itself', async () => {
    const { status, lines, stderr } = await runExample(`examples/embedding/${framework}/main.ts`);
    expect(stderr).toBe('');
    expect(lines).toEqual([
      'webhook: 200 accepted',
      'booking: 201 confirmed',
      expect.stringMatching(/^at Entrata: "10:00 M[SD]T - 10:30 M[SD]T", byte for byte$/),
      'own page: a page of your own',
      'other paths: 404',
    ]);
    expect(status).toBe(0);
  });
});

describe('a store of your own', () => {
  it('keeps every promise of the contract, which refuses a careless one', async () => {
    const { status, lines, stderr } = await runExample('examples/embedding/own-store/main.ts');
    expect(stderr).toBe('');
    expect(lines[0]).toMatch(/^own store: (\d+) of \1 promises kept$/);
    expect(lines.at(-1)).toBe('careless store: refused');
    expect(status).toBe(0);
  });
});

await describeOnEachDatabase('two adapter processes', () => {
  it('make one client and one tour of parallel webhooks and taps', async () => {
    const url = process.env.ENTRATA_TEST_POSTGRES_URL;
    const { status, lines, stderr } = await runExample(
      'examples/embedding/two-processes/main.ts',
      url === undefined ? {} : { DATABASE_URL: url },
    );
    expect(stderr).toBe('');
    expect(lines).toEqual([
      '3 webhooks at once: 200',
      'clients: 1, agents: 1',
      '20 taps: 20 answered well',
      'viewings: 1, tours at Entrata: 1',
      'answered by 2 processes',
    ]);
    expect(status).toBe(0);
  });
}, ['postgres']);

await describeOnEachDatabase('the tables of a PHP portal', () => {
  it('take a webhook and a booking on their own paths, rows and tokens, which are sealed at the end', async () => {
    const url = process.env.ENTRATA_TEST_MARIADB_URL;
    const { status, lines, stderr } = await runExample(
      'examples/embedding/existing-tables/main.ts',
      url === undefined ? {} : { DATABASE_URL: url },
    );
    expect(stderr).toBe('');
    expect(lines).toEqual([
      'checkMapping: says what is missing',
      'checkMapping again: 0 errors',
      "webhook without a code, on PHP's token: 200",
      'its house: 1 row, brought up to date, status 1',
      'requestViewing.php: 200, viewing_requests: ACCEPTED',
      'external_id is the lead at Entrata: true',
      'sealed 1 secret, the table holds no token in clear',
    ]);
    expect(status).toBe(0);
  });
}, ['mariadb']);
