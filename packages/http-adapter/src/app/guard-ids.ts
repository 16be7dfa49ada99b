import { randomUUID } from 'node:crypto';
import { nameOf } from '../core/describe-error.js';
import type { Logger } from '../core/logger.js';

/** Ids travel in a header, and are stored. */
const usable = /^[\x21-\x7e]{1,64}$/;

/** Makes ids with the function given; one that throws, or makes what no header takes, is stood in for by random ids. */
export function guardIds(newId: () => string, logger: Logger): () => string {
  let isTold = false;
  const tellOnce = (cause: string) => {
    if (!isTold) logger.error({ cause }, 'newId failed: random ids are used where it does');
    isTold = true;
  };
  return () => {
    try {
      const id: unknown = newId();
      if (typeof id === 'string' && usable.test(id)) return id;
      tellOnce('not_an_id');
    } catch (error) {
      tellOnce(nameOf(error));
    }
    return randomUUID();
  };
}
