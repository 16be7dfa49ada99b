import type { Claim, TaskEngine } from '../../../src/tasks/task-engine.js';

/** Ways in which a worker could be wrong, each of which a different figure must show. */
export type Sabotage = 'claims have no fence' | 'tasks are done before they run' | 'rows do not decide';

/** The engine with the promise broken that the sabotage names. */
export function sabotageEngine(engine: TaskEngine, sabotage: Sabotage): TaskEngine {
  switch (sabotage) {
    case 'rows do not decide':
      return engine;
    case 'tasks are done before they run':
      return {
        ...engine,
        async claim(request) {
          const claimed = await engine.claim(request);
          await engine.complete(claimed, request.nowMs);
          return claimed;
        },
        renew: async (claims) => claims,
      };
    case 'claims have no fence': {
      const newest = (claims: readonly Claim[]) =>
        Promise.all(
          claims.map(async (claim) => ({
            ...claim,
            fence: (await engine.find(claim.id))?.fence ?? claim.fence,
          })),
        );
      return {
        ...engine,
        renew: async (claims, leaseUntilMs, nowMs) => {
          await engine.renew(await newest(claims), leaseUntilMs, nowMs);
          return claims;
        },
        complete: async (claims, nowMs) => engine.complete(await newest(claims), nowMs),
      };
    }
  }
}
