const zones: readonly (readonly [RegExp, string])[] = [
  [/^eastern\b/i, 'America/New_York'],
  [/^central\b/i, 'America/Chicago'],
  [/^mountain\b/i, 'America/Denver'],
  [/^pacific\b/i, 'America/Los_Angeles'],
  [/^alaska/i, 'America/Anchorage'],
  [/^hawaii/i, 'Pacific/Honolulu'],
  [/^atlantic\b/i, 'America/Puerto_Rico'],
];

/**
 * The IANA zone behind `Central Standard Time (GMT -0600)`, with the property's state. Undefined where
 * the words leave a doubt: Mountain time without a state may be Arizona.
 */
export function ianaZone(text: string, state: string | undefined): string | undefined {
  const zone = zones.find(([words]) => words.test(text.trim()))?.[1];
  if (zone === 'America/Denver') {
    if (state === undefined) return undefined;
    return state.toUpperCase() === 'AZ' ? 'America/Phoenix' : zone;
  }
  if (zone === 'America/Puerto_Rico') return state?.toUpperCase() === 'PR' ? zone : undefined;
  return zone ?? (isIana(text.trim()) ? text.trim() : undefined);
}

function isIana(text: string): boolean {
  return /^[A-Za-z]+\/[A-Za-z_]+(?:\/[A-Za-z_]+)?$/.test(text);
}
