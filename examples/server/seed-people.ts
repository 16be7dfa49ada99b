import type { Store } from 'entrata-store';

/** Adds an administrator and a renter where there are none, so that somebody can log in. */
export async function seedPeople(store: Store): Promise<void> {
  const missing = async (role: 'admin' | 'user') =>
    (await store.users.list({ role }, { limit: 1 })).items.length === 0;
  if (await missing('admin')) await store.users.insert({ role: 'admin', name: 'Indra Integrator' });
  if (await missing('user')) {
    await store.users.insert({
      role: 'user',
      name: 'Robin Renter',
      email: 'robin@example.test',
      phone: '312-555-0143',
    });
  }
}
