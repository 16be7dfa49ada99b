import type { EntrataWebhook } from 'entrata-sdk';
import type { AppOptions } from '../../app/options.js';
import type { WebhookSender } from '../../webhook/verify-sender.js';
import { type Finding, failed, messageOf, ok, skipped } from './finding.js';

const check = 'webhook sender';

/** A check that takes longer would cost a webhook its deadline. */
const timeoutMs = 5_000;

const suspension: EntrataWebhook = {
  kind: 'webhook',
  cid: '1',
  requestType: 'SUSPENDED',
  action: 'suspend',
  scope: 'property',
  propertyId: '1',
  rawQuery: '',
};

/** Of a network for documentation, without a secret: nobody whom a check lets in. */
const stranger: WebhookSender = {
  pathSecret: undefined,
  remoteAddress: '192.0.2.1',
  headers: {},
  webhook: suspension,
};

/** What `webhook.verify` says of a suspension by a stranger, and whether a secret that it asks for has a place in the URL. */
export async function checkSender(
  app: Partial<AppOptions> | undefined,
  timeout = timeoutMs,
): Promise<Finding> {
  const verify = app?.webhook?.verify;
  if (typeof verify !== 'function') return skipped(check, 'Export `app` with `webhook.verify`.');
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, timeout, 'late');
  });
  try {
    const verdict: unknown = await Promise.race([verify(stranger), late]);
    return judge(verdict, app?.paths?.webhook, timeout);
  } catch (error) {
    return failed(
      check,
      `\`webhook.verify\` throws: ${messageOf(error)}`,
      'Each webhook would be answered 500: mend it.',
    );
  } finally {
    clearTimeout(timer);
  }
}

function judge(verdict: unknown, paths: readonly string[] | undefined, timeout: number): Finding {
  switch (verdict) {
    case 'verified':
      return ok(
        check,
        'everybody who finds the URL is believed',
        'Unless only Entrata reaches it, give `webhook.verify` a check, such as urlSecret.',
      );
    case 'unproven':
      return ok(check, 'a code proves its event; what comes without a fresh one is held');
    case 'unauthorized':
      return paths === undefined || paths.some((path) => path.includes('/:secret'))
        ? ok(check, 'a webhook without the secret of the URL is refused (401)')
        : failed(
            check,
            'the secret of the URL is asked for, and no path of `paths.webhook` has a place for it',
            'End a path with `/:secret`: each webhook would be refused.',
          );
    case 'forbidden':
      return ok(check, 'a sender that is not known is refused (403)');
    case 'late':
      return failed(check, `\`webhook.verify\` took more than ${timeout / 1000} s`, 'Have it answer sooner.');
    default:
      return failed(
        check,
        '`webhook.verify` answers what is no verdict',
        'Have it answer verified, unproven, unauthorized or forbidden: anything else lets nobody in.',
      );
  }
}
