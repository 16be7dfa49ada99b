import { z } from 'zod';
import { bearer } from '../auth.js';
import { callMethod } from '../call/call-method.js';
import type { Context } from '../call/context.js';
import { clientTarget } from '../call/context.js';
import { omitUndefined } from '../core/omit-undefined.js';
import type { CallOptions } from '../options.js';
import { readNode } from '../wire/readers.js';
import { resultReader } from '../wire/result-reader.js';
import { wireId, wireProse, wireText } from '../wire/schema.js';
import { isDnsLabel } from '../wire/subdomain.js';
import type { ClientInfo, ClientInfoInput } from './token.js';

const method = 'oauth.getClientInfo';

/** `getClientInfo` on the ILS surface. */
export async function getClientInfo(
  context: Context,
  { subdomain, accessToken }: ClientInfoInput,
  call?: CallOptions,
): Promise<ClientInfo> {
  const target = clientTarget(context, subdomain, bearer(accessToken));
  const request = { method, wire: context.wire.methods.getClientInfo, params: [], safety: 'read' } as const;
  return callMethod(target, request, (result) => decodeClientInfo(result, target.subdomain), call);
}

const readClientInfo = resultReader(
  z
    .unknown()
    .transform(readNode)
    .pipe(z.object({ cid: wireId, companyName: wireProse, subdomain: wireText })),
);

/** `asked` is whom we asked at: it stands where what Entrata says is no subdomain. */
function decodeClientInfo(result: unknown, asked: string): ClientInfo {
  const info = readClientInfo(result, method);
  const named = info.subdomain?.toLowerCase() ?? '';
  return omitUndefined({
    cid: info.cid,
    companyName: info.companyName,
    subdomain: isDnsLabel(named) ? named : asked,
  });
}
