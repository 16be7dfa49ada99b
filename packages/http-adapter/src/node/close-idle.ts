import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Closes a connection on which nothing has moved for `idleTimeoutMs`: that never sent a byte, that stopped in the
 * middle of a request, or whose peer does not read its answer. One whose request is being worked on is left.
 */
export function closeIdle(server: Server, idleTimeoutMs: number): void {
  server.timeout = idleTimeoutMs;
  // Node's own bound between two requests, unless ours is shorter.
  server.keepAliveTimeout = Math.min(server.keepAliveTimeout, idleTimeoutMs);

  // Node asks the response first; only where nobody listens it closes the connection itself.
  function onTimeout(this: ServerResponse, socket: Socket): void {
    const isWorkedOn = this.req.complete && !this.writableEnded && this.writableLength === 0;
    if (isWorkedOn) socket.setTimeout(idleTimeoutMs);
    else socket.destroy();
  }
  server.on('request', (_, response) => response.on('timeout', onTimeout));
}
