import { InvalidArgumentError } from 'commander';

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
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(at.getTime()) || !at.toISOString().startsWith(text)) {
    throw new InvalidArgumentError('It must be a day, YYYY-MM-DD.');
  }
  return text;
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
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: text });
  } catch {
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
