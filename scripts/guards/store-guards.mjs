// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are sources.
const contract = 'packages/entrata-store/test/store-contract.test.ts';
const tasks = 'packages/entrata-store/test/tasks/contract.test.ts';
const src = 'packages/entrata-store/src';

/** Each is named by what it keeps from happening. */
export const guards = [
  {
    name: 'an exchange by a process whose claim of the code was taken over',
    file: `${src}/oauth-codes/create-oauth-code-repository.ts`,
    cuts: [
      [
        "const claim = { digest, fence, state: 'claimed' } as const;",
        "const claim = { digest, state: 'claimed' } as const;",
      ],
    ],
    tests: [contract],
  },
  {
    name: 'a code claimed twice while its first claim holds',
    file: `${src}/oauth-codes/create-oauth-code-repository.ts`,
    cuts: [
      [
        "return row.leaseUntil > now() ? { state: 'busy', until: row.leaseUntil } : undefined;",
        'return undefined;',
      ],
    ],
    tests: [contract],
  },
  {
    name: 'a token kept by who gave the claim up',
    file: `${src}/oauth-codes/create-oauth-code-repository.ts`,
    cuts: [['{ fence: fence + 1, leaseUntil }', '{ leaseUntil }']],
    tests: [contract],
  },
  {
    name: 'an end of a webhook written over by who worked on it beside another',
    file: `${src}/webhooks/create-webhook-repository.ts`,
    cuts: [["(['failed', 'refused', 'held'], {", "(['failed', 'refused', 'held', 'accepted'], {"]],
    tests: [contract],
  },
  {
    name: 'a state marked reached for an event that is not the newest',
    file: `${src}/properties/create-property-repository.ts`,
    cuts: [
      [
        'const newest = { id, eventSeq: seq, desiredState: desiredOf[reached.state] };',
        'const newest = { id, desiredState: desiredOf[reached.state] };',
      ],
    ],
    tests: [contract],
  },
  {
    name: 'a state marked reached that the newest event does not ask for',
    file: `${src}/properties/create-property-repository.ts`,
    cuts: [
      [
        'const newest = { id, eventSeq: seq, desiredState: desiredOf[reached.state] };',
        'const newest = { id, eventSeq: seq };',
      ],
    ],
    tests: [contract],
  },
  {
    name: 'an approval recorded over that of a later activation',
    file: `${src}/properties/create-property-repository.ts`,
    cuts: [
      [
        'if (row === undefined || (row.approvedSeq ?? 0) >= seq) return false;',
        'if (row === undefined) return false;',
      ],
    ],
    tests: [contract],
  },
  {
    name: 'an event recorded twice',
    file: `${src}/properties/create-property-repository.ts`,
    cuts: [
      [
        'if (row.eventFingerprint === event.fingerprint) return { property: toRecord(row), duplicate: true };',
      ],
    ],
    tests: [contract],
  },
  {
    name: 'a token replaced by an older one',
    file: `${src}/clients/create-client-repository.ts`,
    // Twice: under the row's lock, and in the statement.
    cuts: [
      ['row.tokenVersion !== expectedVersion || '],
      ['update({ id, tokenVersion: expectedVersion }, set)', 'update({ id }, set)'],
    ],
    tests: [contract],
  },
  {
    name: 'a good new token marked refused by a call that used the old one',
    file: `${src}/clients/create-client-repository.ts`,
    cuts: [["update({ id, tokenVersion, status: 'active' }, set)", "update({ id, status: 'active' }, set)"]],
    tests: [contract],
  },
  {
    name: 'one unreadable token that takes the list of clients along',
    file: `${src}/clients/create-client-repository.ts`,
    cuts: [
      [
        'const token = tryOpen(services, row.accessToken, clientTokenContext(row.cid));',
        'const token: string | undefined = services.open(row.accessToken, clientTokenContext(row.cid));',
      ],
    ],
    tests: ['packages/entrata-store/test/unreadable-rows.test.ts'],
  },
  {
    name: 'a viewing sent by two',
    file: `${src}/viewings/create-viewing-repository.ts`,
    cuts: [
      ["if (row?.status !== 'pending') return false;", 'if (row === undefined) return false;'],
      ["update({ id, status: 'pending' }, set)", 'update({ id }, set)'],
    ],
    tests: [contract],
  },
  {
    name: 'bad news of an attempt after which another one was sent',
    file: `${src}/viewings/create-viewing-repository.ts`,
    cuts: [['if (change.ofAttempt !== undefined && change.ofAttempt !== row.attempts) return undefined;']],
    tests: [contract],
  },
  {
    name: 'a viewing moved on from a state that it has left',
    file: `${src}/viewings/create-viewing-repository.ts`,
    cuts: [
      ['if (!row || !states.values.includes(row.status)) return undefined;', 'if (!row) return undefined;'],
    ],
    tests: [contract],
  },
  {
    name: 'a slot held by a viewing that is closed',
    file: `${src}/viewings/create-viewing-repository.ts`,
    cuts: [['openKey: isClosed(change.status) ? undefined : openKeyOf(row),', 'openKey: openKeyOf(row),']],
    tests: [contract],
  },
  {
    name: 'companions of a refused write refused with it',
    file: `${src}/knex/rows/commit-group.ts`,
    cuts: [
      [
        'await writeBatch(batch.slice(0, batch.length >> 1));\n        await writeBatch(batch.slice(batch.length >> 1));',
        'for (const { reject } of batch) reject(error);',
      ],
    ],
    tests: ['packages/entrata-store/test/shared-commits.test.ts', contract],
  },
  {
    name: 'a task ended by a worker that has lost it',
    file: `${src}/knex/dialect/task-statements.ts`,
    cuts: [['sql`(id = ${id} and fence = ${fence})`', 'sql`(id = ${id} and fence >= ${fence - fence})`']],
    tests: [tasks],
  },
  {
    name: 'a task run beside its own earlier run',
    file: `${src}/tasks/worker.ts`,
    cuts: [['running: held.ids(), ', 'running: [], ']],
    tests: [tasks],
  },
  {
    name: 'a backlog that keeps the event loop from turning',
    file: `${src}/tasks/worker.ts`,
    cuts: [['await endOfTurn();']],
    tests: [
      'packages/entrata-store/test/tasks/unharmed-worker.test.ts',
      'packages/entrata-store/test/tasks/worker.test.ts',
    ],
  },
  {
    name: 'a task that a stopping worker has claimed and keeps',
    file: `${src}/tasks/worker.ts`,
    cuts: [['if (stopping) await release(claimed);', 'if (stopping) return;']],
    tests: [tasks, 'packages/entrata-store/test/tasks/worker.test.ts'],
  },
  {
    name: 'a listener that throws ending the worker',
    file: `${src}/tasks/worker.ts`,
    cuts: [
      ["guardedCallback('onEvent of a task worker', settings.onEvent)", 'settings.onEvent ?? (() => {})'],
    ],
    tests: [
      'packages/entrata-store/test/tasks/unharmed-worker.test.ts',
      'packages/entrata-store/test/tasks/worker.test.ts',
    ],
  },
];
