import { isAbsolute, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A JavaScript module of the user's; a relative path starts where the command was started. */
export function loadModule(file: string, folder: string): Promise<Readonly<Record<string, unknown>>> {
  return import(pathToFileURL(isAbsolute(file) ? file : join(folder, file)).href);
}
