import { connectCompany } from './connect-company.js';
import type { Stage } from './stage.js';
import { storeHouses } from './store-houses.js';
import type { Story } from './story.js';
import { tourHouse } from './tour-house.js';

/** The company of the story: its properties lie in Phoenix, Los Angeles and Denver. */
const subdomain = 'coppermesa';

/** Plays every step once over real sockets, and reports each. Throws at the first that does not work. */
export async function playJob(stage: Stage): Promise<Story> {
  const company = stage.sandbox.companies.find((each) => each.subdomain === subdomain);
  if (company === undefined) throw new Error(`the sandbox has no company ${subdomain}`);
  const { cid } = company;
  const propertyIds = company.properties.map(({ id }) => id);
  const logIds = await connectCompany(stage, { cid, subdomain, propertyIds });
  await storeHouses(stage, { cid, propertyIds });
  return { cid, propertyIds, logIds, ...(await tourHouse(stage, cid)) };
}
