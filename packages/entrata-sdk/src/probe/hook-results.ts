import type { ReadReply } from '../profile/method.js';
import { standardMethods, type WireProfile } from '../profile/wire-profile.js';

/** The same profile; what its `read` hooks give goes through `see` before it is read. */
export function hookResults(wire: WireProfile, see: (result: unknown) => unknown): WireProfile {
  return mapMethods(wire, ({ read, ...method }) =>
    read ? { ...method, read: (result, reply) => see(read(result, reply)) } : method,
  );
}

/** The same profile without hooks, places and forms of ids of the user's own: what a sandbox can speak. */
export function speakableBySandbox({ ils, methods, ...wire }: WireProfile): WireProfile {
  const { paths, calendarDateFormat, slotEncoding, reauthorizeCodes, nothingFound } = wire;
  const plain = mapMethods(
    { ...(ils && { ils }), methods: methods ?? {} },
    ({ read, params, ...method }) => method,
  );
  return {
    ...(plain.ils && { ils: plain.ils }),
    methods: methods === undefined ? {} : (plain.methods ?? {}),
    ...(paths && { paths }),
    ...(calendarDateFormat && { calendarDateFormat }),
    ...(slotEncoding && typeof slotEncoding !== 'function' && { slotEncoding }),
    ...(reauthorizeCodes && { reauthorizeCodes }),
    ...(nothingFound && { nothingFound }),
  };
}

interface AnyMethod {
  readonly read?: ReadReply;
  readonly params?: unknown;
}

function mapMethods(wire: WireProfile, map: (method: AnyMethod) => AnyMethod): WireProfile {
  const { ils, methods = {} } = wire;
  const names = Object.keys(standardMethods) as (keyof typeof standardMethods)[];
  const mapped = {
    ...wire,
    methods: Object.fromEntries(names.map((name) => [name, map((methods[name] ?? {}) as AnyMethod)])),
    ...(ils && {
      ils: Object.fromEntries(
        Object.entries(ils).flatMap(([name, method]) => (method ? [[name, map(method as AnyMethod)]] : [])),
      ),
    }),
  };
  // Each method is as it was but for its hooks.
  return mapped as WireProfile;
}
