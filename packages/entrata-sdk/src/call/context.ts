import type { Auth } from '../auth.js';
import { Hooks } from '../core/hooks.js';
import { Lifetime } from '../core/lifetime.js';
import { group, refuseUnknown, timeBound } from '../core/option-checks.js';
import type { CloseOptions, EntrataOptions } from '../options.js';
import { Quota } from '../quota/quota.js';
import { resolveSettings, type Settings } from '../settings.js';
import { normalizeSubdomain } from '../wire/subdomain.js';

/** What all calls of one Entrata share: the settings, and what is under way. */
export interface Context extends Omit<Settings, 'quota'> {
  readonly quota: Quota;
  readonly hooks: Hooks;
  readonly lifetime: Lifetime;
  close(options?: CloseOptions): Promise<void>;
}

export function createContext(options: EntrataOptions): Context {
  const settings = resolveSettings(options);
  const { clock, http, onEvent } = settings;
  const hooks = new Hooks();
  const lifetime = new Lifetime();
  return {
    ...settings,
    quota: new Quota(clock, settings.quota),
    hooks,
    // Undefined when nobody listens, so that calls save the work; never throws.
    onEvent: onEvent && ((event) => hooks.run('onEvent', onEvent, event)),
    lifetime,
    close(closing) {
      try {
        const { timeoutMs, ...unknown } = group('options', closing);
        refuseUnknown('', unknown, 'close');
        const closeTimeoutMs = timeBound('timeoutMs', timeoutMs ?? settings.timeoutMs, 'close');
        return lifetime.close(closeTimeoutMs, async () => http.close());
      } catch (error) {
        return Promise.reject(error);
      }
    },
  };
}

/** Whom a client's calls go to, and as whom. */
export interface Target {
  readonly context: Context;
  readonly subdomain: string;
  readonly auth: Auth;
}

export function clientTarget(context: Context, subdomain: string, auth: Auth): Target {
  return { context, subdomain: normalizeSubdomain(subdomain), auth };
}
