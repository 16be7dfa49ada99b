import type { ServerResponse } from 'node:http';

/** Answers that wait in memory for their peers to read them. */
const mostBytes = 32 * 1024 * 1024;

export interface UnreadAnswers {
  /** An answer was given to Node; from now on until it has left, or its peer has, it counts. */
  add(outgoing: ServerResponse, bytes: number): void;
  count(): number;
}

/** Counts what was answered and not yet read. Past 32 MiB of it, the connections unread longest are closed. */
export function createUnreadAnswers(): UnreadAnswers {
  const sizes = new Map<ServerResponse, number>();
  let total = 0;

  function onClose(this: ServerResponse): void {
    total -= sizes.get(this) ?? 0;
    sizes.delete(this);
  }

  return {
    add(outgoing, bytes) {
      sizes.set(outgoing, bytes);
      total += bytes;
      outgoing.once('close', onClose);
      for (const oldest of sizes.keys()) {
        if (total <= mostBytes || oldest === outgoing) break;
        total -= sizes.get(oldest) ?? 0;
        sizes.delete(oldest);
        oldest.destroy();
      }
    },
    count: () => sizes.size,
  };
}
