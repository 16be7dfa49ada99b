import { isEntrataError } from 'entrata-sdk';
import type { ViewingRecord, ViewingStatus } from 'entrata-store';
import { isAdapterError } from '../core/adapter-error.js';
import { commitWhatFits } from '../core/commit-what-fits.js';
import { instantIn } from '../core/context.js';
import { describeError } from '../core/describe-error.js';
import { hasBegun } from '../tours/offered-slot.js';
import type { BookingContext } from './booking-context.js';
import { type BuiltLead, buildLead } from './build-lead.js';
import { judgeFailure, judgePreparation } from './judge-failure.js';
import { lookUpViewing, unresolvedBy } from './look-up-viewing.js';
import { isSentAgain, type NotedChange } from './notes.js';
import { type Contact, readSentContact } from './read-person.js';
import { transitionViewing } from './transition-viewing.js';
import { enqueueViewingTask, sendViewingTask } from './viewing-tasks.js';

/**
 * Sends a pending viewing to Entrata and moves it to the state that is known afterwards. Of any number of callers one
 * sends; the others get the viewing as it stands.
 */
export async function sendViewing(context: BookingContext, viewing: ViewingRecord): Promise<ViewingRecord> {
  const { store, booking: limits } = context;
  const [user, house] = await Promise.all([
    store.users.find(viewing.userId),
    store.houses.find(viewing.houseId),
  ]);
  const client = house && (await store.clients.find(house.clientId));
  if (user === undefined || house?.status !== 'active' || client === undefined) {
    return end(['pending'], { status: 'failed', note: 'house_unavailable' });
  }
  if (hasBegun(viewing, context.now())) {
    return end(['pending'], { status: 'failed', note: 'slot_passed' });
  }
  let lead: BuiltLead;
  try {
    lead = await buildLead(context, viewing, { user, house, client });
  } catch (error) {
    logFailure(context, viewing, error);
    return prepareLater(judgePreparation(context, viewing, error));
  }

  const sendingUntil = instantIn(context, limits.sendLeaseMs);
  if (!(await startSending(context, viewing, sendingUntil, lead.contact))) return current();
  await context.atStep('viewing.sending');
  // Somebody may take us for dead after the lease: a call that would outlast it is not begun.
  if (context.now().getTime() > Date.parse(sendingUntil) - limits.sendDeadlineMs) {
    return endOwn({ status: 'pending', note: 'not_sent' });
  }
  let change: NotedChange;
  try {
    const { leadId, applicantId } = await lead.send({
      deadlineMs: limits.sendDeadlineMs,
      timeoutMs: limits.sendDeadlineMs,
    });
    await context.atStep('lead.sent');
    change = { status: 'confirmed', leadId, applicantId };
  } catch (error) {
    logFailure(context, viewing, error);
    change = await judgeFailure(context, viewing, { house, client }, error);
  }
  if (viewing.rawTime !== undefined) context.calendar.drop(client.id, house.propertyId);
  change = await proven(change);
  // True whatever others made of it meanwhile: the lead is there.
  if (change.status === 'confirmed') return transition(['sending', 'unknown', 'pending'], change);
  return transition(['sending'], ofOwn(change));

  /** Nothing was sent, which counts as an attempt all the same: whatever was wrong, it is not tried for ever. */
  async function prepareLater(change: NotedChange): Promise<ViewingRecord> {
    if (change.status !== 'pending') return end(['pending'], change);
    const until = instantIn(context, limits.sendLeaseMs);
    if (!(await store.viewings.startSending(viewing.id, until))) return current();
    return endOwn(change);
  }

  /** Past the lease somebody may have sent it again: then only good news of this attempt counts. */
  function ofOwn(change: NotedChange): NotedChange {
    return { ...change, ofAttempt: viewing.attempts + 1 };
  }

  async function endOwn(change: NotedChange): Promise<ViewingRecord> {
    return transition(['sending'], ofOwn(await proven(change)));
  }

  async function end(from: readonly ViewingStatus[], change: NotedChange): Promise<ViewingRecord> {
    return transition(from, await proven(change));
  }

  /**
   * After an attempt whose outcome was not known, "no" is no answer until a look-up proves that the first one did not
   * arrive: what is refused may be the very slot that our own lead holds. `viewing` is the row as that one left it.
   */
  async function proven(change: NotedChange): Promise<NotedChange> {
    if (!isSentAgain(viewing)) return change;
    // This attempt did not arrive: what may have is the earlier one, under the contact of that time.
    const contact = readSentContact(viewing) ?? {};
    if (change.status === 'pending') return { ...change, note: 'sent_again', contact };
    if (change.status !== 'rejected' && change.status !== 'failed') return change;
    try {
      const lookUp = await lookUpViewing(context, viewing);
      if (lookUp.answer === 'absent') return change;
      if (lookUp.answer !== 'found') return { ...unresolvedBy(lookUp), contact };
      const { leadId, applicantId } = lookUp.lead;
      return { status: 'confirmed', leadId, applicantId, contact };
    } catch (error) {
      logFailure(context, viewing, error);
      return { status: 'unknown', note: 'outcome_unknown', contact };
    }
  }

  async function transition(from: readonly ViewingStatus[], change: NotedChange): Promise<ViewingRecord> {
    return (await transitionViewing(context, viewing, from, change)) ?? current();
  }

  async function current(): Promise<ViewingRecord> {
    return (await store.viewings.find(viewing.id)) ?? viewing;
  }
}

/**
 * Makes a viewing `sending` and keeps the contact in the same statement. What a mapped table's narrower column refuses is
 * left out: a look-up then asks for the user as he is by then, and nobody is kept from booking.
 */
function startSending(
  context: BookingContext,
  { id }: ViewingRecord,
  sendingUntil: string,
  { email, phone }: Contact,
): Promise<boolean> {
  return commitWhatFits(
    context,
    [{ email, phone }, { email }, { phone }, {}].map(
      (contact) => () => context.store.viewings.startSending(id, sendingUntil, contact),
    ),
  );
}

/** Entrata's failures are expected; anything else is a bug, ours or in what the user passed in. */
function logFailure(
  { logger }: BookingContext,
  { id: viewingId, attempts }: ViewingRecord,
  error: unknown,
): void {
  const fields = { viewingId, attempt: attempts + 1, ...describeError(error) };
  if (isEntrataError(error)) logger.warn(fields, 'viewing not sent');
  else if (isAdapterError(error)) logger.warn({ ...fields, code: error.code }, 'viewing not sent');
  else logger.error(fields, 'viewing could not be sent');
}

/**
 * Carries a viewing on whose request was cut off: what was not sent to Entrata is sent; what was being
 * sent when the lease ran out may or may not have arrived, so it becomes unknown.
 */
export async function resumeViewing(context: BookingContext, viewing: ViewingRecord): Promise<void> {
  if (viewing.status === 'pending') {
    await sendViewing(context, viewing);
    return;
  }
  if (viewing.status !== 'sending') return;
  const leftMs = Date.parse(viewing.sendingUntil ?? viewing.updatedAt) - context.now().getTime();
  if (leftMs < 0) {
    const unknown: NotedChange = { status: 'unknown', note: 'outcome_unknown', ofAttempt: viewing.attempts };
    await transitionViewing(context, viewing, ['sending'], unknown);
  } else {
    await enqueueViewingTask(context, context.store.tasks, sendViewingTask, viewing, leftMs + 1);
  }
}
