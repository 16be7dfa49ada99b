import { isStoreError } from 'entrata-store';
import type { Context } from './context.js';
import { describeError } from './describe-error.js';

/**
 * The first of the attempts that the database takes; the next one is made only when it refuses a value, as a
 * mapped table's narrower column or older character set does. What is left out of a later attempt is said there.
 */
export async function commitWhatFits<T>(
  context: Context,
  attempts: readonly (() => Promise<T>)[],
): Promise<T> {
  let refused: unknown;
  for (const attempt of attempts) {
    try {
      return await attempt();
    } catch (error) {
      if (!isStoreError(error, 'misuse') && !isStoreError(error, 'unexpected')) throw error;
      refused = error;
      context.logger.warn(describeError(error), 'the database refused a text: plainer ones are tried');
    }
  }
  throw refused;
}
