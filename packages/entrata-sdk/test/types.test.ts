import {
  bearer,
  createEntrata,
  type EntrataClient,
  type EntrataErrorCode,
  isEntrataError,
  type LeadInput,
  parseTourTime,
  type RawTourSlot,
  type Secret,
  secret,
  type TourSlot,
} from 'entrata-sdk';
import { expectTypeOf, it } from 'vitest';

// `tsc -p` checks this file: a line marked with ts-expect-error that compiles fails the type check.
const person = { firstName: 'Ada', lastName: 'Example', email: 'ada@example.test' };
declare const client: EntrataClient;
declare const slot: TourSlot;
declare const other: TourSlot;

it('takes no slot that is not a pair as Entrata gave it', () => {
  expectTypeOf<LeadInput['slot']>().toEqualTypeOf<RawTourSlot | undefined>();
  expectTypeOf(parseTourTime({ date: '', time: '' }).raw).toEqualTypeOf<RawTourSlot>();
  const calls = () => {
    client.sendLead({ propertyId: '1', person, slot: slot.raw });
    // @ts-expect-error a date and a time are not a slot
    client.sendLead({ propertyId: '1', person, slot: { date: '2026-01-01', time: '10:00 MST - 10:30 MST' } });
    // @ts-expect-error nor are those of two different slots
    client.sendLead({ propertyId: '1', person, slot: { date: slot.raw.date, time: other.raw.time } });
    // @ts-expect-error nor is the reading
    client.sendLead({ propertyId: '1', person, slot: slot.display });
    // @ts-expect-error nor the slot with its reading
    client.sendLead({ propertyId: '1', person, slot });
  };
  expectTypeOf(calls).toBeFunction();
});

it('refuses what cannot be meant', () => {
  const calls = () => {
    // @ts-expect-error an id is a text
    client.approveProperty({ propertyId: 7 });
    // @ts-expect-error no such tour type
    client.getTourAvailability({ propertyId: '1', from: '', to: '', tourType: 'GROUP' });
    // @ts-expect-error units are asked for by property
    client.getListings({});
    // @ts-expect-error a client needs a credential
    createEntrata().client({ subdomain: 'demo' });
    // @ts-expect-error no such code
    isEntrataError(undefined, 'nope');
    // @ts-expect-error a cancellation needs the result that means it
    client.updateLead({ propertyId: '1', leadId: '1', change: { kind: 'cancel', eventId: '1' } });
    // @ts-expect-error results are not for changing
    slot.raw.time = 'later';
  };
  expectTypeOf(calls).toBeFunction();
});

it('narrows an error to its code', () => {
  const error: unknown = undefined;
  if (isEntrataError(error)) expectTypeOf(error.code).toEqualTypeOf<EntrataErrorCode>();
  if (isEntrataError(error, 'timeout')) expectTypeOf(error.code).toEqualTypeOf<'timeout'>();
});

it('takes a secret wherever it takes a text, of whatever class', () => {
  expectTypeOf(secret('x')).toEqualTypeOf<Secret>();
  expectTypeOf(bearer).toBeCallableWith({ reveal: () => 'x' });
  expectTypeOf(bearer).toBeCallableWith(async () => secret('x'));
});
