import { type Finding, failed, nameOf, ok, skipped } from './finding.js';

/** A code exchange is refused for less; a webhook's and a tour's instants come from this clock. */
const toleranceMs = 30_000;

/** Two findings from one request: whether the token host at `url` answers at all, and what time it is there. */
export async function checkHost(url: string | undefined, now = Date.now): Promise<readonly Finding[]> {
  if (url === undefined) {
    const todo =
      'Export `entrata` as options that createEntrata accepts: they say where codes are exchanged.';
    return [skipped('reachability', todo), skipped('clock', todo)];
  }
  const { host } = new URL(url);
  try {
    const askedAt = now();
    const response = await fetch(url, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(10_000),
    });
    const between = (askedAt + now()) / 2;
    return [ok('reachability', `${host} answers`), compareClocks(response.headers.get('date'), between)];
  } catch (error) {
    const advice =
      'Check the network, DNS, the proxy, and whether the firewall lets this machine out to port 443' +
      ' (Entrata may also want its address on an allow-list).';
    return [
      failed('reachability', `${host} cannot be reached: ${nameOf(error)}`, advice),
      skipped('clock', 'Make Entrata reachable first: its Date header is what the clock is compared with.'),
    ];
  }
}

function compareClocks(date: string | null, now: number): Finding {
  const there = Date.parse(date ?? '');
  if (Number.isNaN(there))
    return skipped('clock', 'The answer has no Date header; compare the clock by hand.');
  // The header has whole seconds, so on average it is half a second behind.
  const aheadMs = now - (there + 500);
  const found = `${(Math.abs(aheadMs) / 1000).toFixed(1)} s ${aheadMs < 0 ? 'behind' : 'ahead of'} Entrata's Date header`;
  if (Math.abs(aheadMs) <= toleranceMs) return ok('clock', found);
  return failed('clock', found, 'Set the clock by NTP, e.g. `timedatectl set-ntp true`.');
}
