/** What a call comes back with; `json` is what the test knows to be there. */
export interface Posted {
  readonly status: number;
  readonly headers: Headers;
  // The wire is what these tests are about, so they read it untyped and compare whole values.
  readonly json: { readonly response: WireResponse };
}

interface WireResponse {
  readonly requestId?: unknown;
  readonly code?: unknown;
  readonly result?: WireNode;
  readonly error?: { readonly code: number; readonly message: string };
}

/** A node of a reply: every key may be there. */
export type WireNode = { readonly [key: string]: WireNode } & readonly WireNode[] & string;

export type Send = (request: Request) => Promise<Response>;

/** Posts a JSON body with plain fetch or straight into the sandbox. */
export async function post(
  send: Send,
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Posted> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const request = new Request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: text,
  });
  const response = await send(request);
  return { status: response.status, headers: response.headers, json: JSON.parse(await response.text()) };
}

/** An ILS call with a bearer token, written by hand. */
export function ils(
  send: Send,
  base: string,
  token: string,
  method: string,
  params: unknown = {},
): Promise<Posted> {
  const body = { auth: { type: 'oauth' }, requestId: '15', method: { name: method, version: 'r1', params } };
  return post(send, `${base}/api/ils/internetlisting`, body, { authorization: `Bearer ${token}` });
}
