import { isIP } from 'node:net';
import { InvalidArgumentError } from 'commander';
import { isTimeZone } from '../core/time-zone.js';

/** Readers of flags: commander prints what they throw, with the flag's name. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!/^\d+$/.test(text) || number < least || number > most) {
      throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
    }
    return number;
  };
}

export function day(text: string): string {
  const at = new Date(`${text}T00:00:00Z`);
  if (
    !/^20\d{2}-\d{2}-\d{2}$/.test(text) ||
    Number.isNaN(at.getTime()) ||
    !at.toISOString().startsWith(text)
  ) {
    throw new InvalidArgumentError('It must be a day from 2000 to 2099, YYYY-MM-DD.');
  }
  return text;
}

export function subdomain(text: string): string {
  if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(text)) {
    throw new InvalidArgumentError('It must be one DNS label, such as demo.');
  }
  return text;
}

export function emailAddress(text: string): string {
  if (!/^[^\s@]{1,64}@[^\s@]{1,190}$/.test(text)) {
    throw new InvalidArgumentError('It must be an e-mail address.');
  }
  return text;
}

/** `''` and `0` would be taken for every address of this machine, which is not what anybody means by them. */
export function host(text: string): string {
  if (isIP(text) === 0 && !/^[a-z][a-z0-9.-]{0,252}$/i.test(text)) {
    throw new InvalidArgumentError('It must be an address or name of this machine, such as 127.0.0.1.');
  }
  return text;
}

export function someText(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It must not be empty.');
  return text;
}

/** One `name=value` more. */
export function parameter(
  text: string,
  before: readonly (readonly [name: string, value: string])[] = [],
): readonly (readonly [name: string, value: string])[] {
  const equals = text.indexOf('=');
  if (equals < 1) throw new InvalidArgumentError('It must be name=value.');
  return [...before, [text.slice(0, equals), text.slice(equals + 1)]];
}

/** Where an adapter takes webhooks: the query comes after it. */
export function webhookAddress(text: string): string {
  const { protocol = '', username, password, href } = tryUrl(text) ?? {};
  if (href === undefined || !/^https?:$/.test(protocol) || username || password || href.includes('#')) {
    throw new InvalidArgumentError(
      'It must be an http or https address without user and #, such as http://127.0.0.1:4010/webhooks/entrata/<secret>.',
    );
  }
  return href;
}

/** A sandbox hands its tokens to everybody, so it is only spoken to on this machine. */
export function sandboxAddress(text: string): string {
  if (!isSandboxAddress(text)) throw new InvalidArgumentError(`It ${sandboxAddressRule}`);
  return text;
}

export const sandboxAddressRule = 'must be an address of this machine, such as http://127.0.0.1:4020.';

export function isSandboxAddress(text: string): boolean {
  const { protocol = '', hostname = '' } = tryUrl(text) ?? {};
  return /^https?:$/.test(protocol) && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
}

export function timeZone(text: string): string {
  if (!isTimeZone(text)) {
    throw new InvalidArgumentError('It must be an IANA time zone, such as America/Chicago.');
  }
  return text;
}

function tryUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
