import type { SandboxLeadSource } from './company.js';

/** The lead sources of every company that names none of its own. */
export const demoLeadSources: readonly SandboxLeadSource[] = [
  { id: '105949', name: 'Example Rental Marketplace' },
  { id: '105950', name: 'Property Website' },
  { id: '105951', name: 'Drive By' },
];

/** Ids and names that were captured. */
export const eventTypes = [
  { id: '9', name: 'Onsite Visit' },
  { id: '10', name: 'Online Guest Card' },
  { id: '17', name: 'Scheduled Appointment' },
  { id: '18', name: 'Duplicate Lead' },
  { id: '78', name: 'Tour' },
  { id: '414', name: 'Merged' },
  { id: '442', name: 'Self-Guided Tour' },
  { id: '449', name: 'Virtual Tour' },
] as const;

export const appointmentTypeId = '17';

/** Ids as published, all under Scheduled Appointment. */
export const eventSubTypes = [
  { id: '453', name: 'Leasing', eventTypeId: appointmentTypeId },
  { id: '454', name: 'Tour', eventTypeId: appointmentTypeId },
  { id: '525', name: 'Virtual Tour', eventTypeId: appointmentTypeId },
  { id: '560', name: 'Self-Guided Tour', eventTypeId: appointmentTypeId },
] as const;

export const cancelledResultId = '602';

/** Made up: only the shape of this list is published. */
export const eventResults = [
  { id: '601', name: 'Completed', eventTypeId: appointmentTypeId },
  { id: cancelledResultId, name: 'Cancelled', eventTypeId: appointmentTypeId },
  { id: '603', name: 'No Show', eventTypeId: appointmentTypeId },
] as const;

/** The status of every lead of the sandbox. */
export const leadStatusId = '1';

/** Made up. */
export const leadStatuses = [
  { id: leadStatusId, name: 'Lead' },
  { id: '2', name: 'Applicant' },
] as const;
