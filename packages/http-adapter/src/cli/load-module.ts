import { isAbsolute, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Where a module of the user's is; a relative path starts where the command was started. */
export const modulePath = (file: string, folder: string) => (isAbsolute(file) ? file : join(folder, file));

/** A JavaScript module of the user's. */
export function loadModule(file: string, folder: string): Promise<Readonly<Record<string, unknown>>> {
  return import(pathToFileURL(modulePath(file, folder)).href);
}
