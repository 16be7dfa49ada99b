import type { HouseRecord, ViewingRecord, ViewingStatus } from 'entrata-store';
import type { OperatorViewingResponse, ViewingResponse } from '../http/response-schemas.js';
import type { ListedViewing, OperatorViewing } from './list-viewings.js';
import { isCancelRequested, type ViewingNote } from './notes.js';
import { nameOfUser } from './read-person.js';

/** Being handed to Entrata is our affair; outside it is still pending. */
export function shownStatus(status: ViewingStatus): Exclude<ViewingStatus, 'sending'> {
  return status === 'sending' ? 'pending' : status;
}

/** The statuses in the store that a status asked for stands for. */
export function storedStatuses(status: Exclude<ViewingStatus, 'sending'>): readonly ViewingStatus[] {
  return status === 'pending' ? ['pending', 'sending'] : [status];
}

export function renderViewing({ viewing, house, pendingChange }: ListedViewing): ViewingResponse {
  return {
    id: viewing.id,
    status: shownStatus(viewing.status),
    note: shownNote(viewing),
    pendingChange: pendingChange ?? null,
    houseId: viewing.houseId,
    house: house === undefined ? null : renderPlace(house),
    tourType: viewing.tourType ?? null,
    rawDate: viewing.rawDate ?? null,
    rawTime: viewing.rawTime ?? null,
    startsAt: viewing.startsAt ?? null,
    endsAt: viewing.endsAt ?? null,
    message: viewing.message ?? null,
    leadId: viewing.leadId ?? null,
    appointment: viewing.appointment,
    createdAt: viewing.createdAt,
    updatedAt: viewing.updatedAt,
  };
}

/** The row keeps the last note; beside a confirmed tour only what became of a cancellation means anything. */
function shownNote(viewing: ViewingRecord): string | null {
  const { status, note } = viewing;
  if (status === 'confirmed' && isCancelRequested(viewing)) return 'cancel_requested' satisfies ViewingNote;
  return note === undefined || (status === 'confirmed' && !note.startsWith('cancel_')) ? null : note;
}

export function renderOperatorViewing(listed: OperatorViewing): OperatorViewingResponse {
  const { visitor } = listed;
  return {
    ...renderViewing(listed),
    visitor:
      visitor === undefined
        ? null
        : { name: nameOfUser(visitor), email: visitor.email ?? null, phone: visitor.phone ?? null },
  };
}

function renderPlace(house: HouseRecord): ViewingResponse['house'] {
  return {
    id: house.id,
    title: house.title,
    street: house.street ?? null,
    city: house.city ?? null,
    state: house.state ?? null,
    postalCode: house.postalCode ?? null,
    timeZone: house.timeZone ?? null,
    image: house.images[0]?.url ?? null,
  };
}
