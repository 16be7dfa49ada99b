import { countCalls, findClient, type Stage } from './stage.js';

const boundMs = 30_000;

/** Waits until every property is approved, fetched and stored. */
export async function storeHouses(
  stage: Stage,
  { cid, propertyIds }: { readonly cid: string; readonly propertyIds: readonly string[] },
): Promise<void> {
  const { sandbox, narrator } = stage;
  const { store } = stage.server;
  const { id: clientId } = await findClient(store, cid);
  narrator.step('Approvals go out, properties come in');
  for (const giveUpAt = Date.now() + boundMs; ; await pause(50)) {
    const { items: properties } = await store.properties.list({ clientId });
    const { items: houses } = await store.houses.list({ clientId, status: 'active' });
    const fetched = countCalls(stage, 'getMitsPropertyUnits');
    narrator.progress(
      `${sandbox.approvals.length} approved, ${fetched} fetched, ${houses.length} of ${propertyIds.length} houses stored`,
    );
    if (properties.every(({ eventSeq, reachedSeq }) => reachedSeq === eventSeq)) {
      narrator.table(
        houses.map(({ title, city, state, floorPlans, images, rentCents }) => [
          title,
          `${city}, ${state}`,
          `${floorPlans.length} floor plans`,
          `${images.length} pictures`,
          `from $${((rentCents?.min ?? 0) / 100).toLocaleString('en-US')} a month`,
        ]),
      );
      return;
    }
    if (Date.now() > giveUpAt) {
      const failures = properties.map(
        ({ propertyId, state, lastError }) => `${propertyId} ${state} ${lastError ?? ''}`,
      );
      throw new Error(`the properties did not come in: ${failures.join(', ')}`);
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
