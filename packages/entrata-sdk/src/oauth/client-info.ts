import { z } from 'zod';
import { bearer } from '../auth.js';
import type { Context } from '../context.js';
import { clientTarget } from '../http/target.js';
import type { ClientInfo, ClientInfoInput } from '../model/oauth.js';
import { omitUndefined } from '../operations/omit-undefined.js';
import { resultReader } from '../operations/result-reader.js';
import { isDnsLabel } from '../operations/subdomain.js';
import { callMethod } from '../operations/wire-call.js';
import { readNode } from '../operations/wire-readers.js';
import { wireId, wireProse, wireText } from '../operations/wire-schema.js';
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
  return callMethod(target, request, (result) => decodeClientInfo(result, target.subdomain), call);
}

const readClientInfo = resultReader(
  z
    .unknown()
    .transform(readNode)
    .pipe(z.object({ cid: wireId, companyName: wireProse, subdomain: wireText })),
);

/** `asked` is whom we asked at: it stands where Entrata's own word for the subdomain is none. */
export function decodeClientInfo(result: unknown, asked: string): ClientInfo {
  const info = readClientInfo(result, method);
  const named = info.subdomain?.toLowerCase() ?? '';
  return omitUndefined({
    cid: info.cid,
    companyName: info.companyName,
    subdomain: isDnsLabel(named) ? named : asked,
  });
}
