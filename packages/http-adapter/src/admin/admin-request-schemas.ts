import { propertyStates, taskStatuses, webhookOutcomes } from 'entrata-store';
import { z } from 'zod';
import { entrataIdSchema, idSchema, pageLimit } from '../http/request-schemas.js';

const page = {
  limit: pageLimit,
  after: z
    .string()
    .regex(/^[\x20-\x7e]{1,512}$/)
    .exactOptional(),
};
const instant = z.iso.datetime().transform((text) => new Date(text).toISOString());

export const pageQuery = z.object(page);

export const propertiesQuery = z.object({
  ...page,
  clientId: idSchema.exactOptional(),
  state: z.enum(propertyStates).exactOptional(),
});

export const webhooksQuery = z.object({
  ...page,
  requestType: z
    .string()
    .regex(/^[\w. -]{1,64}$/)
    .transform((text) => text.toUpperCase())
    .exactOptional(),
  cid: entrataIdSchema.exactOptional(),
  propertyId: entrataIdSchema.exactOptional(),
  outcome: z.enum(webhookOutcomes).exactOptional(),
  from: instant.exactOptional(),
  to: instant.exactOptional(),
});

export const countsQuery = z.object({ from: instant, to: instant });

export const tasksQuery = z.object({
  ...page,
  status: z.enum(taskStatuses).exactOptional(),
  kind: z
    .string()
    .regex(/^[\w.-]{1,64}$/)
    .exactOptional(),
  requestId: idSchema.exactOptional(),
});

export const refreshQuery = z.object({ clientId: idSchema.exactOptional() });

export const pathId = z.object({ id: idSchema });
