/** Bounds of one webhook where the options name none. */
export const webhookDefaults = { deadlineMs: 4_500, logTimeoutMs: 1_000, maxQueryBytes: 8_192 } as const;
