// Fails when the lock file misses a platform's optional package: `npm ci` would then fail, or leave
// users of another platform without a binary. npm drops such packages silently when it writes the file.
import { readFileSync } from 'node:fs';

const { packages } = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'));

const mistakes = Object.entries(packages).flatMap(([path, { optionalDependencies = {}, resolved = '' }]) => {
  const missing = Object.entries(optionalDependencies)
    .filter(([name, range]) => !isFitting(findFrom(path, name), range))
    .map(([name]) => `${path || 'root'} needs the optional package ${name}, which package-lock.json lacks`);
  if (!/^https?:/.test(resolved)) return missing;
  const advice = 'write the file with omit-lockfile-registry-resolved';
  return [...missing, `${path} is locked to a download address; ${advice}`];
});

/** Looks where Node would: in the package's own node_modules, then in those of the folders above it. */
function findFrom(path, name) {
  const found = packages[path === '' ? `node_modules/${name}` : `${path}/node_modules/${name}`];
  return found || path === '' ? found : findFrom(path.replace(/\/?[^/]+$/, ''), name);
}

/** Binaries are asked for by exact version; another one in a folder above is another package's. */
function isFitting(found, range) {
  return found !== undefined && (found.version === range || !/^[\d.]+$/.test(range));
}

if (mistakes.length > 0) {
  console.error(mistakes.join('\n'));
  console.error(
    'Pin the package to a release whose platform packages are all published, then run npm install again.',
  );
  process.exit(1);
}
console.log(`lock file complete: ${Object.keys(packages).length} entries`);
