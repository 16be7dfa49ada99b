import { z } from 'zod';

/** How errors look, to each kind of caller. */

const code = z.string().describe('Stable; act on this');
const field = z.string().optional().describe('The faulty input');
const requestId = z.string().describe('Also in every log line of the request');

export const problemAnswer = z
  .object({
    type: z.literal('about:blank'),
    title: z.string(),
    status: z.number().int(),
    code,
    field,
    detail: z.string().optional().describe('The reason in a few words, for people'),
    requestId,
  })
  .meta({
    examples: [
      {
        type: 'about:blank',
        title: 'The tour time is no longer offered',
        status: 409,
        code: 'slot_not_offered',
        requestId: '6f1c2c1e-0000-4000-8000-000000000001',
      },
    ],
  });

/** An error as the existing app reads it. */
export const appProblemAnswer = z.object({ message: z.string(), code, field, requestId }).meta({
  examples: [
    {
      message: 'The tour time is no longer offered',
      code: 'slot_not_offered',
      requestId: '6f1c2c1e-0000-4000-8000-000000000001',
    },
  ],
});

export const webhookProblemAnswer = z
  .object({ status: z.string().describe('A stable code'), logId: z.string(), field })
  .meta({ examples: [{ status: 'forbidden', logId: '6f1c2c1e-0000-4000-8000-000000000001' }] });
