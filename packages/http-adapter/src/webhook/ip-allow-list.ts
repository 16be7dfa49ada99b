import { BlockList, isIP } from 'node:net';
import { readOptions, wholeNumber } from '../core/check-options.js';
import type { VerifySender } from './verify-sender.js';

/** Where `ipAllowList` reads the sender's address. */
export interface IpAllowListOptions {
  /**
   * How many proxies of your own stand in front. The sender is then read from that many places from the
   * right of `x-forwarded-for`; what stands further left is the sender's own word.
   * @defaultValue 0: the header is not read
   */
  readonly trustedProxyHops?: number;
}

/**
 * Admits addresses and networks (`192.0.2.7`, `198.51.100.0/24`, `2001:db8::/32`).
 *
 * @example
 * ```ts
 * const verify = everyCheck(urlSecret(secret), ipAllowList(['198.51.100.0/24'], { trustedProxyHops: 1 }));
 * ```
 * @throws TypeError for no address at all, RangeError for one that cannot be read, and for hops that are no whole number.
 */
export function ipAllowList(allowed: readonly string[], options: IpAllowListOptions = {}): VerifySender {
  if (!Array.isArray(allowed) || allowed.length === 0)
    throw new TypeError('ipAllowList needs a list of addresses and networks: it admits nobody else');
  const list = new BlockList();
  for (const entry of allowed) addEntry(list, entry);
  const { trustedProxyHops: hops = 0 } = readOptions('ipAllowList: ', options, {
    trustedProxyHops: wholeNumber({ least: 0, most: 100 }),
  });
  return ({ remoteAddress, headers }) => {
    const address = normalize(senderAddress(remoteAddress, headers['x-forwarded-for'], hops));
    const family = isIP(address);
    return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4') ? 'verified' : 'forbidden';
  };
}

function addEntry(list: BlockList, entry: string): void {
  const [, network = '', prefix] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(entry) ?? [];
  const family = isIP(network);
  if (family === 0) throw new RangeError('An allowed address must be an IP address or a network');
  const type = family === 6 ? 'ipv6' : 'ipv4';
  if (prefix === undefined) list.addAddress(network, type);
  else list.addSubnet(network, Number(prefix), type);
}

function senderAddress(
  remoteAddress: string | undefined,
  forwardedFor: string | undefined,
  hops: number,
): string {
  if (hops === 0) return remoteAddress ?? '';
  const chain = (forwardedFor ?? '').split(',').map((part) => part.trim());
  return chain.at(-hops) ?? '';
}

/** A dual-stack socket reports IPv4 peers as `::ffff:192.0.2.7`. */
function normalize(address: string): string {
  return address.startsWith('::ffff:') && isIP(address.slice(7)) === 4 ? address.slice(7) : address;
}
