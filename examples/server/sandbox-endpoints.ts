import { type EntrataOptions, inventedIlsWire, type WireProfile } from 'entrata-sdk';

/** Points the SDK at a sandbox that runs in another process, and speaks this profile, or the invented one. */
export function sandboxEndpoints(
  url: string,
  wire?: WireProfile,
): Pick<EntrataOptions, 'wire' | 'allowInsecureLoopback'> {
  const base = url.replace(/\/$/, '');
  return {
    wire: {
      ils: inventedIlsWire,
      ...wire,
      hosts: {
        client: `${base}/{subdomain}`,
        gateway: `${base}/ext/orgs/{subdomain}`,
        token: `${base}/api/oauth`,
      },
    },
    allowInsecureLoopback: true,
  };
}
