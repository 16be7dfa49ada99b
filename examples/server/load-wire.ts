import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { WireProfile } from 'entrata-sdk';

/** The wire profile that a module exports, by the name `wire` or as its default. A relative path starts where the server was started. */
export async function loadWire(file: string): Promise<WireProfile> {
  const module: Readonly<Record<string, unknown>> = await import(pathToFileURL(resolve(file)).href).catch(
    (cause: unknown) => {
      throw new Error(`ENTRATA_WIRE: the module cannot be loaded: ${messageOf(cause)}`, { cause });
    },
  );
  const wire = module.wire ?? module.default;
  if (typeof wire !== 'object' || wire === null) {
    throw new Error('ENTRATA_WIRE: the module exports no `wire`, the profile that createEntrata is given.');
  }
  // `createEntrata` checks every part of it.
  return wire as WireProfile;
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
