// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are sources.
const src = 'packages/http-adapter/src';
const booking = 'packages/http-adapter/test/booking';
const listing = 'packages/http-adapter/test/listing';
const node = 'packages/http-adapter/test/node';

const webhookGuards = [
  {
    name: 'an event that another one overtook between its look and its commit',
    file: `${src}/webhook/commit-event.ts`,
    cuts: [
      [
        'if (!duplicate && property.eventSeq !== (latest?.property.eventSeq ?? 0) + 1) throw new Overtaken();',
      ],
    ],
    tests: [`${listing}/event-order.test.ts`, `${listing}/property-states.test.ts`],
  },
  {
    name: 'an older event that takes effect after a newer one',
    file: `${src}/webhook/commit-event.ts`,
    cuts: [['if (!isLatest && latest?.isLater) {', 'if (latest === null) {']],
    tests: [`${listing}/event-order.test.ts`],
  },
  {
    name: 'an order of events by clocks that differ',
    file: `${src}/webhook/commit-event.ts`,
    cuts: [['if (own?.seq !== undefined && latest.seq !== undefined) return latest.seq > own.seq;']],
    tests: [`${listing}/event-order.test.ts`],
  },
  {
    name: 'a repetition that became another event meanwhile',
    file: `${src}/webhook/commit-event.ts`,
    cuts: [['if (mustRepeat && !duplicate) throw new NotRepeated();']],
    tests: [`${listing}/spent-code.test.ts`],
  },
  {
    name: 'a spent code that proves another event',
    file: `${src}/webhook/process-event.ts`,
    cuts: [["if (code.use === 'other') return unproven;"]],
    tests: [`${listing}/spent-code.test.ts`],
  },
  {
    name: "a code of one company that connects another's",
    file: `${src}/webhook/prove-client.ts`,
    cuts: [["if (canonicalId(info.cid) !== cid) throw new AdapterError('client_mismatch');"]],
    tests: [`${listing}/token-owner.test.ts`],
  },
  {
    name: 'a second incident of one task under the id of the first',
    file: `${src}/app/dead-tasks.ts`,
    cuts: [[':${newId()}`;', '`;']],
    tests: [`${listing}/failing-property.test.ts`],
  },
  {
    name: 'a second refusal of one cancellation under the id of the first',
    file: `${src}/booking/cancel-viewing.ts`,
    cuts: [[':${Date.parse(row.updatedAt)}`;', '`;']],
    tests: [`${booking}/cancelled-appointments.test.ts`],
  },
  {
    name: 'houses left on sale by a client that is revoked',
    file: `${src}/admin/revoke-client.ts`,
    cuts: [['await tx.houses.hideAll(clientId)', '0']],
    tests: [`${listing}/revoked-client.test.ts`],
  },
  {
    name: 'a property put back on sale after its client was revoked',
    file: `${src}/admin/revoke-client.ts`,
    cuts: [['await tx.properties.withdraw(clientId)', '0']],
    tests: [`${listing}/revoked-client.test.ts`],
  },
  {
    name: 'a token that comes back by a code of before the revocation',
    file: `${src}/admin/revoke-client.ts`,
    cuts: [['await forgetCodes(tx, client.cid)', '0']],
    tests: [`${listing}/revoked-client.test.ts`],
  },
  {
    name: 'an event accepted for a client that was revoked meanwhile',
    file: `${src}/webhook/connect-client.ts`,
    cuts: [
      [
        "if (client === undefined || (client.status === 'revoked' && !mayBeRevoked)) throw new ClientRevoked();",
        'if (client === undefined) throw new ClientRevoked();',
      ],
    ],
    tests: [`${listing}/revoked-client.test.ts`],
  },
  {
    name: 'a token lost with a database that was away for a moment',
    file: `${src}/webhook/prove-client.ts`,
    cuts: [
      [
        'const mayPass = isStoreError(error) && error.retryable && tries < mostKeeps;',
        'const mayPass = tries < 0 && isStoreError(error);',
      ],
    ],
    tests: [`${listing}/token-not-lost.test.ts`],
  },
  {
    name: 'a webhook lost with the process that claimed its code',
    file: `${src}/webhook/prove-client.ts`,
    cuts: [
      [
        "if (made.state === 'claimed' && claimant.resumption !== undefined) {",
        "if (made.state === 'busy' && claimant.resumption !== undefined) {",
      ],
    ],
    tests: [`${listing}/log.test.ts`, `${listing}/code.test.ts`],
  },
];

const listingGuards = [
  {
    name: 'houses stored for an event that is no longer the newest',
    file: `${src}/listing/store-listing.ts`,
    cuts: [
      [
        'if (!(await tx.properties.markReconciled(property.id, property.eventSeq, reached))) return undefined;',
        'await tx.properties.markReconciled(property.id, property.eventSeq, reached);',
      ],
    ],
    tests: [`${listing}/property-states.test.ts`, `${listing}/refresh.test.ts`],
  },
  {
    name: 'houses hidden for an event that is no longer the newest',
    file: `${src}/listing/reconcile-property.ts`,
    cuts: [
      [
        'if (!(await tx.properties.markReconciled(property.id, property.eventSeq, { state }))) return undefined;',
        'await tx.properties.markReconciled(property.id, property.eventSeq, { state });',
      ],
    ],
    tests: [`${listing}/desired-state.test.ts`],
  },
  {
    name: 'a refresh that takes over an event which is under way',
    file: `${src}/listing/refresh-houses.ts`,
    cuts: [['hasReached(property) &&']],
    tests: [`${listing}/desired-state.test.ts`],
  },
  {
    name: 'a second activation that is not approved',
    file: `${src}/listing/reconcile-property.ts`,
    cuts: [[' || (activationSeq ?? 0) > (approvedSeq ?? 0)']],
    tests: [`${listing}/approval.test.ts`],
  },
  {
    name: 'one property whose batch is refused with it',
    file: `${src}/listing/fetch-batch.ts`,
    cuts: [['if (run.misses >= mostMisses) throw error;', 'throw error;']],
    tests: [`${listing}/one-bad-property.test.ts`],
  },
  {
    name: 'an Entrata that is down asked for each property by itself',
    file: `${src}/listing/fetch-batch.ts`,
    cuts: [['if (run.misses >= mostMisses) throw error;']],
    tests: [`${listing}/one-bad-property.test.ts`],
  },
  {
    name: 'one refused text that takes the whole commit along',
    file: `${src}/core/commit-what-fits.ts`,
    cuts: [
      [
        "if (!isStoreError(error, 'misuse') && !isStoreError(error, 'unexpected')) throw error;",
        'throw error;',
      ],
    ],
    tests: ['packages/http-adapter/test/core/commit-what-fits.test.ts'],
  },
];

const bookingGuards = [
  {
    name: 'a lead whose call would outlast its lease',
    file: `${src}/booking/send-viewing.ts`,
    cuts: [
      [
        'if (context.now().getTime() > Date.parse(sendingUntil) - limits.sendDeadlineMs) {',
        'if (limits.sendDeadlineMs < 0) {',
      ],
    ],
    tests: [`${booking}/not-sent.test.ts`, `${booking}/resumed.test.ts`],
  },
  {
    name: 'a tour sent that has begun meanwhile',
    file: `${src}/booking/send-viewing.ts`,
    cuts: [['if (hasBegun(viewing, context.now())) {', 'if (viewing === undefined) {']],
    tests: [`${booking}/not-sent.test.ts`, `${booking}/resumed.test.ts`, `${booking}/notes.test.ts`],
  },
  {
    name: '"no" to a renter whose first attempt holds the slot',
    file: `${src}/booking/send-viewing.ts`,
    cuts: [['if (!isSentAgain(viewing)) return change;', 'return change;']],
    tests: [`${booking}/resolved-manually.test.ts`, `${booking}/what-a-look-up-proves.test.ts`],
  },
  {
    name: 'a booking resumed while its first attempt may still be under way',
    file: `${src}/booking/send-viewing.ts`,
    cuts: [['if (leftMs < 0) {', 'if (leftMs < Number.POSITIVE_INFINITY) {']],
    tests: [`${booking}/late-attempts.test.ts`],
  },
  {
    name: 'a lead sent again that is only not listed yet',
    file: `${src}/booking/resolve-unknown-viewing.ts`,
    cuts: [
      [
        'return now().getTime() - Date.parse(viewing.updatedAt) >= booking.absenceAfterMs;',
        'return now().getTime() >= booking.absenceAfterMs;',
      ],
    ],
    tests: [`${booking}/lost-replies.test.ts`],
  },
  {
    name: 'an unlisted lead taken for absent where the list is not whole',
    file: `${src}/booking/match-lead.ts`,
    cuts: [
      [
        "return isComplete && !leavesNoTrace ? { answer: 'absent' } : { answer: 'ambiguous' };",
        "return { answer: 'absent' };",
      ],
    ],
    tests: [`${booking}/match-lead.test.ts`],
  },
  {
    name: "an appointment that is another of the renter's own tours",
    file: `${src}/booking/match-lead.ts`,
    cuts: [['Math.max(0, found.length - owned.length)', 'found.length']],
    tests: [`${booking}/match-lead.test.ts`],
  },
  {
    name: 'an appointment that an unknown sibling may have made',
    file: `${src}/booking/match-lead.ts`,
    cuts: [[' && !rivals.some(isOfSlot)']],
    tests: [`${booking}/match-lead.test.ts`],
  },
  {
    name: "an appointment that names another viewing taken for one's own",
    file: `${src}/booking/match-lead.ts`,
    cuts: [['if (reference !== undefined && !predecessors.includes(reference)) return undefined;']],
    tests: [`${booking}/match-lead.test.ts`],
  },
  {
    name: 'a tour booked again that Entrata has ended',
    file: `${src}/booking/match-lead.ts`,
    cuts: [["if (named.length > 0) return { answer: 'ambiguous' };"]],
    tests: [`${booking}/match-lead.test.ts`],
  },
  {
    name: 'a lead that came before the booking taken for its own',
    file: `${src}/booking/match-lead.ts`,
    cuts: [['!(createdAt !== undefined && isBefore(createdAt, viewing)),', 'true,']],
    tests: [`${booking}/match-lead.test.ts`],
  },
  {
    name: 'two changes of one tour at once',
    file: `${src}/booking/request-viewing.ts`,
    cuts: [[' || hasOther)', ')']],
    tests: [`${booking}/change-a-tour.test.ts`],
  },
  {
    name: 'a change of a tour whose cancellation is under way',
    file: `${src}/booking/request-viewing.ts`,
    cuts: [['isCancelRequested(before) || ']],
    tests: [`${booking}/pending-change.test.ts`],
  },
  {
    name: 'a cancellation of a tour whose change is under way',
    file: `${src}/booking/cancel-viewing.ts`,
    cuts: [
      [
        "if ((await tx.viewings.listReplacing([row.id])).length > 0) throw new AdapterError('change_under_way');",
      ],
    ],
    tests: [`${booking}/change-a-tour.test.ts`, `${booking}/cancelled-appointments.test.ts`],
  },
  {
    name: 'a cancellation that begins after the tour',
    file: `${src}/booking/cancel-viewing.ts`,
    cuts: [['if (hasBegun(viewing, context.now())) return await refuse();']],
    tests: [`${booking}/waiting-cancellations.test.ts`, `${booking}/change-a-tour.test.ts`],
  },
  {
    name: 'an appointment taken for missing where the list is not whole',
    file: `${src}/booking/find-appointment.ts`,
    cuts: [['(isComplete && isOwnLeadThere)', 'isComplete']],
    tests: [`${booking}/cancelled-appointments.test.ts`],
  },
  {
    name: 'a cancelled appointment that counts as standing',
    file: `${src}/booking/find-appointment.ts`,
    cuts: [["candidates.filter(({ state }) => state !== 'cancelled')", 'candidates']],
    tests: [`${booking}/cancelled-appointments.test.ts`],
  },
  {
    name: 'an appointment told missing while its tour is being moved',
    file: `${src}/booking/find-appointment.ts`,
    cuts: [
      [
        "if (appointment === 'missing' && (await context.store.viewings.listReplacing([viewing.id])).length > 0)\n    return;",
      ],
    ],
    tests: [`${booking}/cancelled-appointments.test.ts`],
  },
  {
    name: 'two tours confirmed where one was moved',
    file: `${src}/booking/transition-viewing.ts`,
    cuts: [
      [
        "if (row.status === 'confirmed' && row.replaces !== undefined) {",
        "if (row.status === 'pending' && row.replaces !== undefined) {",
      ],
    ],
    tests: [`${booking}/change-a-tour.test.ts`],
  },
  {
    name: 'tour times shown that a booking has just taken',
    file: `${src}/booking/send-viewing.ts`,
    cuts: [['if (viewing.rawTime !== undefined) context.calendar.drop(client.id, house.propertyId);']],
    tests: [
      `${booking}/one-open-booking.test.ts`,
      `${booking}/book-a-tour.test.ts`,
      `${booking}/tour-calendar.test.ts`,
    ],
  },
  {
    name: 'tour times kept that were asked for before a booking',
    file: `${src}/tours/calendar.ts`,
    cuts: [['for (const key of flights.keys()) if (key.startsWith(prefix)) flights.delete(key);']],
    tests: [`${booking}/tour-calendar.test.ts`],
  },
  {
    name: 'a call for tour times that nobody waits for any more',
    file: `${src}/tours/calendar.ts`,
    cuts: [['if (peers.every((signal) => signal?.aborted === true)) {', 'if (peers.length === 0) {']],
    tests: [`${booking}/tour-calendar.test.ts`],
  },
  {
    name: 'a second process that books a slot which the first one showed',
    file: `${src}/tours/offered-slot.ts`,
    cuts: [['for (const maxAgeMs of [undefined, missingForMs]) {', 'for (const maxAgeMs of [undefined]) {']],
    tests: [`${booking}/one-open-booking.test.ts`, `${booking}/tour-calendar.test.ts`],
  },
];

const serverGuards = [
  {
    name: 'pipelined requests worked on at once',
    file: `${src}/node/one-at-a-time.ts`,
    cuts: [['if (outgoing.socket !== null) return serve();', 'if (outgoing !== undefined) return serve();']],
    tests: [`${node}/pipelining.test.ts`],
  },
  {
    name: 'more requests in flight than there is memory for',
    file: `${src}/node/to-node-listener.ts`,
    cuts: [['working + unread.count() >= maxInFlight', 'working < 0']],
    tests: [`${node}/limits.test.ts`],
  },
  {
    name: 'answers that nobody reads kept without end',
    file: `${src}/node/unread-answers.ts`,
    cuts: [['oldest.destroy();']],
    tests: [`${node}/unread-answers.test.ts`],
  },
];

/** Each is named by what it keeps from happening. */
export const guards = [...webhookGuards, ...listingGuards, ...bookingGuards, ...serverGuards];
