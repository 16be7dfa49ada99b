import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** More than any client that means well sends ahead. */
const mostPerConnection = 64;

/**
 * Has each connection's requests worked on one after the other: one that was sent ahead (HTTP pipelining) waits,
 * without any work, until the answer before it has left. Node by itself emits all of a packet at once, and goes
 * on with them when their peer is gone. A connection that sends far ahead is closed, and so is one that would make
 * more than `mostWaiting` requests wait in all; what waits on a closed connection is never begun.
 */
export function oneAtATime(
  mostWaiting: number,
): (incoming: IncomingMessage, outgoing: ServerResponse, serve: () => void) => void {
  /** How many wait on each connection on which one ever waited. */
  const waiting = new WeakMap<Socket, number>();
  let total = 0;

  function countOf(socket: Socket): number {
    const count = waiting.get(socket);
    if (count !== undefined) return count;
    socket.once('close', () => {
      total -= waiting.get(socket) ?? 0;
      waiting.delete(socket);
    });
    return 0;
  }

  return (incoming, outgoing, serve) => {
    const { socket } = incoming;
    // Node gives a response its socket when its turn has come.
    if (outgoing.socket !== null) return serve();
    if (socket.destroyed) return;
    const count = countOf(socket);
    if (count >= mostPerConnection || total >= mostWaiting) {
      socket.destroy();
      return;
    }
    waiting.set(socket, count + 1);
    total += 1;
    outgoing.once('socket', () => {
      const left = waiting.get(socket);
      if (left === undefined) return;
      waiting.set(socket, left - 1);
      total -= 1;
      serve();
    });
  };
}
