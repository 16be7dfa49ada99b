import { createEntrata, type EntrataOptions, inventedIlsWire, type WireProfile } from 'entrata-sdk';

/** Points the SDK at a sandbox that runs in another process, and speaks this profile, or the invented one. */
export function sandboxEndpoints(
  url: string,
  wire?: WireProfile,
): Pick<EntrataOptions, 'wire' | 'allowInsecureLoopback'> {
  const base = url.replace(/\/$/, '');
  // As it was given: what makes no sense in it shall not pass because the sandbox takes its place.
  createEntrata({ ...(wire && { wire }), allowGlobalHosts: true, allowInsecureLoopback: true });
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
