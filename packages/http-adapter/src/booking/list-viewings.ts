import type {
  HouseRecord,
  Page,
  PageRequest,
  StoreTransaction,
  UserRecord,
  ViewingRecord,
  ViewingStatus,
} from 'entrata-store';
import { pagesOf } from '../core/pages-of.js';
import type { BookingContext } from './booking-context.js';
import { isCancelRequested } from './notes.js';

/** All viewings of a user, however many, newest first: for what is wrong when one is overlooked. */
export async function listAllViewings(
  store: Pick<StoreTransaction, 'viewings'>,
  userId: string,
): Promise<ViewingRecord[]> {
  const all: ViewingRecord[] = [];
  for await (const page of pagesOf((after) => store.viewings.listByUser(userId, {}, { limit: 500, after })))
    all.push(...page);
  return all;
}

/** Of a viewing that may reach Entrata yet, or has without our knowing. */
export const underWay: readonly ViewingStatus[] = ['pending', 'sending', 'unknown'];

/** A viewing's time can be changed so often, and no oftener; a circle ends there too. */
const mostChanges = 100;

/** The ids of the viewings whose place this one has taken, one after the other. */
export async function listPredecessors(
  store: Pick<StoreTransaction, 'viewings'>,
  viewing: ViewingRecord,
): Promise<string[]> {
  const ids: string[] = [];
  let id = viewing.replaces;
  while (id !== undefined && ids.length < mostChanges) {
    ids.push(id);
    id = (await store.viewings.find(id))?.replaces;
  }
  return ids;
}

/** What is asked for of a viewing and not done yet. */
export type PendingChange = 'cancel' | 'reschedule';

/** A viewing with the house it is of. */
export interface ListedViewing {
  readonly viewing: ViewingRecord;
  readonly house: HouseRecord | undefined;
  readonly pendingChange: PendingChange | undefined;
}

/** A viewing as the operator of its house sees it: with the person who comes. */
export interface OperatorViewing extends ListedViewing {
  readonly visitor: UserRecord | undefined;
}

interface ListRequest extends PageRequest {
  readonly status?: readonly ViewingStatus[] | undefined;
}

/** One viewing as it is listed. */
export async function describeViewing(
  context: BookingContext,
  viewing: ViewingRecord,
): Promise<ListedViewing> {
  const [house, changeOf] = await Promise.all([
    context.store.houses.find(viewing.houseId),
    findPendingChanges(context, [viewing]),
  ]);
  return { viewing, house, pendingChange: changeOf(viewing) };
}

/** Of a tour that moves, another viewing is under way, which is to take its place. */
async function findPendingChanges(
  { store }: BookingContext,
  viewings: readonly ViewingRecord[],
): Promise<(viewing: ViewingRecord) => PendingChange | undefined> {
  const movable = viewings.filter(({ status, rawTime }) => status === 'confirmed' && rawTime !== undefined);
  const underWay = await store.viewings.listReplacing(movable.map(({ id }) => id));
  const moving = new Set(underWay.map(({ replaces }) => replaces));
  return (viewing) => {
    if (isCancelRequested(viewing)) return 'cancel';
    return viewing.status === 'confirmed' && moving.has(viewing.id) ? 'reschedule' : undefined;
  };
}

/** The user's own viewings, newest first. */
export async function listUserViewings(
  context: BookingContext,
  userId: string,
  request: ListRequest,
): Promise<Page<ListedViewing>> {
  const page = await context.store.viewings.listByUser(userId, filterOf(request), request);
  const [houses, changeOf] = await Promise.all([
    loadAll(page.items, 'houseId', (id) => context.store.houses.find(id)),
    findPendingChanges(context, page.items),
  ]);
  return {
    next: page.next,
    items: page.items.map((viewing) => ({
      viewing,
      house: houses.get(viewing.houseId),
      pendingChange: changeOf(viewing),
    })),
  };
}

/** Viewings of the operator's own houses, newest first. */
export async function listOperatorViewings(
  context: BookingContext,
  operatorId: string,
  request: ListRequest & { readonly houseId?: string | undefined },
): Promise<Page<OperatorViewing>> {
  const filter = { ...filterOf(request), houseId: request.houseId };
  const page = await context.store.viewings.listByOperator(operatorId, filter, request);
  const [houses, visitors, changeOf] = await Promise.all([
    loadAll(page.items, 'houseId', (id) => context.store.houses.find(id)),
    loadAll(page.items, 'userId', (id) => context.store.users.find(id)),
    findPendingChanges(context, page.items),
  ]);
  return {
    next: page.next,
    items: page.items.map((viewing) => ({
      viewing,
      house: houses.get(viewing.houseId),
      visitor: visitors.get(viewing.userId),
      pendingChange: changeOf(viewing),
    })),
  };
}

const filterOf = ({ status }: ListRequest) => (status === undefined ? {} : { status });

/** Each record that the rows point to, loaded once. */
async function loadAll<T>(
  viewings: readonly ViewingRecord[],
  key: 'houseId' | 'userId',
  find: (id: string) => Promise<T | undefined>,
): Promise<Map<string, T | undefined>> {
  const ids = [...new Set(viewings.map((viewing) => viewing[key]))];
  return new Map(await Promise.all(ids.map(async (id) => [id, await find(id)] as const)));
}
