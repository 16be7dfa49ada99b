import type { Quirks } from 'entrata-sdk/testing';
import type { EndState } from './whole-job.js';

/** An end that cannot be that of the plain sandbox. */
interface Difference {
  readonly isUnder: (quirks: Quirks) => boolean;
  readonly because: string;
  readonly endOf: (plain: EndState, quirks: Quirks) => EndState;
}

const leadOf = (firstName: string) => ({ firstName, email: `${firstName.toLowerCase()}@example.test` });

/** Every quirk that is not named here must end as the plain sandbox does. */
const differences: readonly Difference[] = [
  {
    isUnder: ({ noLeads }) => noLeads !== undefined && noLeads !== 'text',
    because: 'an empty reply that says nothing proves no absence: what may have arrived is not sent again',
    endOf: ({ viewings, atEntrata, ...rest }) => ({
      ...rest,
      viewings: viewings.map((viewing) =>
        viewing.name === 'Cleo'
          ? {
              ...viewing,
              status: 'unknown',
              note: 'lookup_ambiguous',
              appointment: 'unverified',
              attempts: 1,
              hasOwnLead: false,
            }
          : viewing,
      ),
      atEntrata: {
        ...atEntrata,
        leads: atEntrata.leads.filter(({ firstName }) => firstName !== 'Cleo'),
        appointments: atEntrata.appointments.filter(({ email }) => email !== 'cleo@example.test'),
      },
    }),
  },
  {
    isUnder: ({ refuseKnownPeople }) => refuseKnownPeople === true,
    because: 'who has a lead is refused another, since none is added to (`lead.existing` is `send`)',
    endOf: ({ viewings, atEntrata, ...rest }) => ({
      ...rest,
      viewings: viewings.map((viewing) =>
        viewing.name === 'Ada' && viewing.status === 'confirmed'
          ? {
              ...viewing,
              status: 'rejected',
              note: 'rejected_by_entrata',
              appointment: 'unverified',
              hasOwnLead: false,
            }
          : viewing,
      ),
      atEntrata: {
        ...atEntrata,
        leads: atEntrata.leads.filter(
          (lead, index, all) =>
            lead.firstName !== 'Ada' || index === all.findIndex((each) => each.firstName === 'Ada'),
        ),
        appointments: atEntrata.appointments.filter(
          ({ email, status }) => email !== 'ada@example.test' || status === 'cancelled',
        ),
      },
    }),
  },
  {
    isUnder: ({ monthlyDeposits }) => monthlyDeposits === true,
    because: 'so many months of rent are no sum of money: the deposit of a floor plan is not known',
    endOf: ({ houses, ...rest }) => ({
      ...rest,
      houses: houses.map(({ floorPlans, ...house }) => ({
        ...house,
        floorPlans: floorPlans.map(({ depositCents, ...plan }) => plan),
      })),
    }),
  },
  {
    isUnder: ({ failedEvents }) => failedEvents === true,
    because:
      'leads are taken without their appointments: only the one that was moved to is made, the others are missing, and no place is taken',
    endOf: ({ said, viewings, atEntrata, ...rest }) => ({
      ...rest,
      said: said.map((words) => (words.startsWith('Fay: ') ? 'Fay: confirmed' : words)),
      viewings: viewings.map((viewing) => {
        if (viewing.name === 'Fay') {
          return {
            ...viewing,
            status: 'confirmed',
            note: undefined,
            appointment: 'missing',
            hasOwnLead: true,
          };
        }
        const isMade = viewing.name === 'Dan' && viewing.status === 'confirmed';
        return viewing.appointment === 'verified' && !isMade
          ? { ...viewing, appointment: 'missing' }
          : viewing;
      }),
      atEntrata: {
        ...atEntrata,
        leads: atEntrata.leads.flatMap((lead) =>
          lead.firstName === 'Eve' ? [{ ...lead, ...leadOf('Fay') }, lead] : [lead],
        ),
        appointments: atEntrata.appointments.flatMap((appointment) =>
          appointment.earlierSlots.length > 0 ? [{ ...appointment, earlierSlots: [] }] : [],
        ),
      },
    }),
  },
  {
    isUnder: ({ approvals }) => approvals !== undefined,
    because: 'an activation that Entrata does not let us approve brings no houses, and so nothing to book',
    endOf: ({ said, activated, properties, client }, { approvals }) => ({
      said: [...said.slice(0, activated.length), ...said.slice(-activated.length)],
      activated: activated.map((property) => ({
        ...property,
        state: 'pending',
        approval: 'failed',
        isReconciled: false,
        name: undefined,
        lastError: approvals === 'failed' ? 'rejected' : 'bad_response',
      })),
      properties: properties.map((property) => ({ ...property, name: undefined })),
      client,
      houses: [],
      listed: [],
      viewings: [],
      atEntrata: { approvals: [], leads: [], appointments: [] },
    }),
  },
];

/** Quirks under which the job ends before it has begun; they are tried alone. */
export const endingQuirks: readonly (keyof Quirks)[] = ['approvals'];

/** How the whole job must end under these quirks, and why in another way than on the plain sandbox. */
export function expectedEnd(
  plain: EndState,
  quirks: Quirks,
): { readonly end: EndState; readonly because: string } {
  const ours = differences.filter(({ isUnder }) => isUnder(quirks));
  return {
    end: ours.reduce((end, { endOf }) => endOf(end, quirks), plain),
    because: ours.map(({ because }) => because).join('; ') || 'as on the plain sandbox',
  };
}
