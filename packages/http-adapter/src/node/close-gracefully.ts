import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Returns how to close the server: it accepts nothing new, closes each connection once its running request is
 * answered, and cuts off what is left after `drainMs`. Node by itself waits for connections on which nothing
 * was ever asked, such as those a browser opens ahead, and for kept-alive ones.
 */
export function closeGracefully(server: Server): (drainMs: number) => Promise<void> {
  /** Connections without a running request, and how much had come over each when the last one ended. */
  const resting = new Map<Socket, number>();
  let isClosing = false;

  server.on('connection', (socket: Socket) => {
    resting.set(socket, 0);
    socket.once('close', () => resting.delete(socket));
  });
  server.on('request', ({ socket }, response) => {
    resting.delete(socket);
    response.once('close', () => {
      if (isClosing) socket.end();
      else if (!socket.destroyed) resting.set(socket, socket.bytesRead);
    });
  });

  return async (drainMs) => {
    isClosing = true;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const [socket, bytes] of resting) if (socket.bytesRead === bytes) socket.destroy();
    const cutOff = setTimeout(() => server.closeAllConnections(), drainMs);
    await closed;
    clearTimeout(cutOff);
  };
}
