import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Store } from 'entrata-store';
import { createSigner } from 'fast-jwt';

/**
 * `POST /dev/login?userId=…` answers `{ token }` for any user there is: so that an example needs no login of
 * its own. Never part of the adapter.
 */
export function developmentLogin(
  store: Store,
  jwtSecret: string,
): (request: IncomingMessage, response: ServerResponse) => void {
  const sign = createSigner({ key: jwtSecret, algorithm: 'HS256', expiresIn: '12h' });
  return (request, response) => {
    const send = (status: number, body: unknown) =>
      response
        .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
        .end(JSON.stringify(body));
    const url = new URL(request.url ?? '/', 'http://localhost');
    const userId = url.searchParams.get('userId');
    if (request.method !== 'POST' || url.pathname !== '/dev/login' || userId === null) {
      send(404, { message: 'Not found' });
      return;
    }
    store.users.find(userId).then(
      (user) =>
        user === undefined
          ? send(404, { message: 'No such user' })
          : send(200, { token: sign({ sub: user.id }) }),
      () => send(503, { message: 'The database does not answer' }),
    );
  };
}
