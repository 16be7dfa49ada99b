import type { Store, UserRecord } from 'entrata-store';
import { createSigner } from 'fast-jwt';
import type { OwnRoute } from './own-routes.js';

/** What the page calls people; it logs in those that it has a part for. */
const kinds = {
  user: 'renter',
  agent: 'operator',
  operator: 'operator',
  admin: 'integrator',
  other: 'other',
} as const;

/**
 * `GET /dev/people` lists who is in the database, `POST /dev/login?userId=…` answers `{ token }` for any of
 * them: so that an example needs no login of its own. Never part of the adapter.
 */
export function developmentLogin(store: Store, jwtSecret: string): OwnRoute[] {
  const sign = createSigner({ key: jwtSecret, algorithm: 'HS256', expiresIn: '12h' });
  return [
    {
      method: 'GET',
      path: '/dev/people',
      async answer() {
        const { items } = await store.users.list({}, { limit: 200 });
        return { status: 200, body: { items: items.map(renderPerson) } };
      },
    },
    {
      method: 'POST',
      path: '/dev/login',
      async answer({ query }) {
        const user = await store.users.find(query.get('userId') ?? '');
        return user === undefined
          ? { status: 404, body: { message: 'No such user' } }
          : { status: 200, body: { token: sign({ sub: user.id }) } };
      },
    },
  ];
}

function renderPerson({ id, name, role, companyName }: UserRecord) {
  return { id, name, role: kinds[role], company: companyName === name ? null : (companyName ?? null) };
}
