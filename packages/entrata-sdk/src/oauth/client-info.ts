import { z } from 'zod';
import { bearer } from '../auth.js';
import type { Context } from '../context.js';
import { clientTarget } from '../http/target.js';
import type { ClientInfo, ClientInfoInput } from '../model/oauth.js';
import { omitUndefined } from '../operations/omit-undefined.js';
import { resultReader } from '../operations/result-reader.js';
import { callMethod } from '../operations/wire-call.js';
import { readNode } from '../operations/wire-readers.js';
import { wireId, wireProse } from '../operations/wire-schema.js';
import type { CallOptions } from '../options.js';

const method = 'oauth.getClientInfo';

/** `getClientInfo` on the ILS surface. */
export async function getClientInfo(
  context: Context,
  { subdomain, accessToken }: ClientInfoInput,
  call?: CallOptions,
): Promise<ClientInfo> {
  const target = clientTarget(context, subdomain, bearer(accessToken));
  const request = { method, wire: context.methods.getClientInfo, params: [], safety: 'read' } as const;
  return callMethod(target, request, decodeClientInfo, call);
}

const readClientInfo = resultReader(
  z
    .unknown()
    .transform(readNode)
    .pipe(z.object({ cid: wireId, companyName: wireProse, subdomain: wireId })),
);

export function decodeClientInfo(result: unknown): ClientInfo {
  const info = readClientInfo(result, method);
  return omitUndefined({
    cid: info.cid,
    companyName: info.companyName,
    subdomain: info.subdomain.toLowerCase(),
  });
}
