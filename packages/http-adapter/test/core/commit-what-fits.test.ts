import { StoreError } from 'entrata-store';
import { expect, test } from 'vitest';
import { commitWhatFits } from '../../src/core/commit-what-fits.js';
import type { Context } from '../../src/core/context.js';
import { recordingLogger } from '../support/recording-logger.js';

// It reads no more of a context.
const contextWith = (logger: ReturnType<typeof recordingLogger>) => ({ logger }) as unknown as Context;

const refusing = (code: 'misuse' | 'unexpected' | 'conflict') => () =>
  Promise.reject(new StoreError(code, 'made up'));

test.each(['misuse', 'unexpected'] as const)(
  'what the database refuses as %s is tried more plainly, and said',
  async (code) => {
    const logger = recordingLogger();
    const attempts = [refusing(code), async () => 'plainer', () => Promise.reject(new Error('not tried'))];
    expect(await commitWhatFits(contextWith(logger), attempts)).toBe('plainer');
    expect(logger.lines.map(({ level }) => level)).toEqual(['warn']);
  },
);

test('what is no matter of the texts is thrown at once', async () => {
  const attempts = [refusing('conflict'), () => Promise.reject(new Error('not tried'))];
  await expect(commitWhatFits(contextWith(recordingLogger()), attempts)).rejects.toMatchObject({
    code: 'conflict',
  });
});

test('what does not fit at its plainest is thrown', async () => {
  const attempts = [refusing('unexpected'), refusing('misuse')];
  await expect(commitWhatFits(contextWith(recordingLogger()), attempts)).rejects.toMatchObject({
    code: 'misuse',
  });
});
