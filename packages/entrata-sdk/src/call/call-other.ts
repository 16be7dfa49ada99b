import { EntrataError, invalidInput } from '../core/errors.js';
import { group, oneOf, refuseUnknown } from '../core/option-checks.js';
import type { CallOptions, OtherCall } from '../options.js';
import { checkNames } from '../profile/check-methods.js';
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
  const wire = checkNames((name) => name, { service, path, method, version });
  if (params != null && typeof params !== 'object') throw invalidInput('params', 'must be an object', 'call');
  if (schema != null && typeof schema.parse !== 'function') {
    throw invalidInput('schema', 'must have a function parse()', 'call');
  }
  return {
    wire,
    params: params ?? {},
    // What nobody said may be repeated is not.
    safety: oneOf('safety', safety ?? 'write', ['read', 'write']),
    schema: schema ?? undefined,
  };
}
