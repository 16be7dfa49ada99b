import { type HttpReply, type HttpTransport, isEntrataError } from 'entrata-sdk';

const result = '{"response":{"code":200,"result":[]}}';
/** A transport that answers every call with an empty result, and writes down what was sent. */
export function recordingTransport(seen: string[]): HttpTransport {
  return {
    async send({ url, headers, body }): Promise<HttpReply> {
      seen.push(`${url} ${JSON.stringify(headers)} ${body.replace(/[0-9a-f-]{36}/, 'id')}`);
      return { status: 200, headers: {}, body: result };
    },
    close: async () => {},
  };
}

/** Writes down what a call gives, or the error that it ends with. */
export async function outcomeInto(call: Promise<unknown>, seen: string[]): Promise<void> {
  try {
    seen.push(JSON.stringify(await call));
  } catch (error) {
    if (!isEntrataError(error)) throw error;
    seen.push(`${error.code} ${error.message}`);
  }
}
