import { type EntrataOptions, inventedIlsWire } from 'entrata-sdk';

/** Points the SDK at a sandbox that runs in another process. */
export function sandboxEndpoints(url: string): Pick<EntrataOptions, 'wire' | 'allowInsecureLoopback'> {
  const base = url.replace(/\/$/, '');
  return {
    wire: {
      hosts: {
        client: `${base}/{subdomain}`,
        gateway: `${base}/ext/orgs/{subdomain}`,
        token: `${base}/api/oauth`,
      },
      ils: inventedIlsWire,
    },
    allowInsecureLoopback: true,
  };
}
