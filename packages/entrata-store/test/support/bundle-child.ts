import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const bundles = new Map<string, string>();

/**
 * Makes one file of a script that a test starts in processes of its own, and gives its path. A child that compiled its
 * sources by itself (`--import tsx`) took four seconds of processor time to start, and tests start hundreds.
 */
export function bundleChild(script: URL, { tsconfig }: { readonly tsconfig?: string } = {}): string {
  const source = fileURLToPath(script);
  const known = bundles.get(source);
  if (known !== undefined) return known;
  const bundle = write(source, tsconfig);
  bundles.set(source, bundle);
  return bundle;
}

function write(source: string, tsconfig: string | undefined): string {
  // Inside the package, so that what is not bundled is found from there.
  const packageRoot = /^.*\/packages\/[^/]+/.exec(source)?.[0] ?? dirname(source);
  const folder = join(packageRoot, 'node_modules/.cache/test-children');
  const name = source.slice(packageRoot.length + 1).replaceAll('/', '-');
  const { outputFiles } = buildSync({
    entryPoints: [source],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    sourcemap: 'inline',
    sourcesContent: false,
    write: false,
    outdir: folder,
    ...(tsconfig !== undefined && { tsconfig }),
  });
  const path = join(folder, basename(name, '.ts').concat('.mjs'));
  mkdirSync(folder, { recursive: true });
  // Another worker may be starting the same one.
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, outputFiles[0]?.contents ?? '');
  renameSync(unfinished, path);
  return path;
}
