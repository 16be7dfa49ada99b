import type { WebhookAnswer } from 'entrata-sdk/testing';

/** What a server said to a webhook. */
export interface ReadAnswer {
  readonly httpStatus: number;
  /** `accepted`, `duplicate`, `ignored` or `held`; undefined when it was refused, or is no answer of the adapter's. */
  readonly outcome: string | undefined;
  /** Why it was refused, held or ignored. */
  readonly code: string | undefined;
  /** The parameter that is at fault, by the SDK's name. */
  readonly field: string | undefined;
  /** Names the row in the log. */
  readonly logId: string | undefined;
}

const outcomes: readonly unknown[] = ['accepted', 'duplicate', 'ignored', 'held'];

/** Reads an answer of the adapter: of its webhook's paths, or its problem details. Of another server little is left. */
export function readAnswer({ status: httpStatus, headers, body }: WebhookAnswer): ReadAnswer {
  const { status, code, field, logId, requestId } = parseObject(body);
  const outcome = outcomes.includes(status) ? text(status) : undefined;
  return {
    httpStatus,
    outcome,
    code: outcome === undefined ? (text(code) ?? text(status)) : text(code),
    field: text(field),
    logId: text(logId) ?? text(requestId) ?? headers['x-request-id'],
  };
}

function parseObject(body: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}

const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
