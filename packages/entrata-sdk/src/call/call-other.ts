import { EntrataError, invalidInput } from '../core/errors.js';
import { omitUndefined } from '../core/omit-undefined.js';
import { group, oneOf, refuseUnknown, text } from '../core/option-checks.js';
import type { CallOptions, OtherCall } from '../options.js';
import { checkPath } from '../profile/host-template.js';
import type { WireMethod } from '../profile/method.js';
import { runHook } from '../wire/run-hook.js';
import { callMethod } from './call-method.js';
import type { Target } from './context.js';

/** Any method of Entrata's, with the credential, limits, retries and errors of the others. */
export async function callOther<T>(target: Target, input: OtherCall<T>, call?: CallOptions): Promise<T> {
  const { wire, params, safety, schema } = checkCall(input);
  const method = `call(${wire.method})`;
  const read = (result: unknown): T => {
    // Without a schema T is unknown, which anything is.
    if (schema === undefined) return result as T;
    try {
      return runHook(() => schema.parse(result));
    } catch (cause) {
      const says = `${method}: Entrata's reply is not what the schema says`;
      throw new EntrataError('bad_response', says, { outcome: 'unknown', method, cause });
    }
  };
  return callMethod(target, { method, wire, params, safety }, read, call);
}

function checkCall<T>(input: OtherCall<T>) {
  const { service, path, method, version, params, safety, schema, ...unknown } = group('call', input);
  refuseUnknown('', unknown, 'call');
  if (typeof service !== 'string' || !/^[\w-]+(?:\/[\w-]+)*$/.test(service)) {
    throw invalidInput('service', 'must be a name such as leads', 'call');
  }
  if (path != null && checkPath('path', path) === '') {
    throw invalidInput('path', 'must be a path such as /api/v1/leads', 'call');
  }
  if (version != null && typeof version !== 'string') {
    throw invalidInput('version', 'must be a text such as r1', 'call');
  }
  if (params != null && typeof params !== 'object') throw invalidInput('params', 'must be an object', 'call');
  if (schema != null && typeof schema.parse !== 'function') {
    throw invalidInput('schema', 'must have a function parse()', 'call');
  }
  const wire: WireMethod = omitUndefined({
    service,
    path: path ?? undefined,
    method: text('method', method as string),
    version: version ?? undefined,
  });
  return {
    wire,
    params: params ?? {},
    // What nobody said may be repeated is not.
    safety: oneOf('safety', safety ?? 'write', ['read', 'write']),
    schema: schema ?? undefined,
  };
}
