// Fails when the lock file misses a platform's optional package: `npm ci` would then fail, or leave
// users of another platform without a binary. npm drops such packages silently when it writes the file.
import { readFileSync } from 'node:fs';

const { packages } = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'));
const locked = new Set(Object.keys(packages).map((path) => path.split('node_modules/').pop()));
const missing = Object.entries(packages).flatMap(([path, entry]) =>
  Object.keys(entry.optionalDependencies ?? {})
    .filter((name) => !locked.has(name))
    .map((name) => `${path || 'root'} needs the optional package ${name}, which package-lock.json lacks`),
);
const addressed = Object.entries(packages).filter(([, entry]) => /^https?:/.test(entry.resolved ?? ''));
for (const [path] of addressed)
  missing.push(
    `${path} is locked to a download address; write the file with omit-lockfile-registry-resolved`,
  );

if (missing.length > 0) {
  console.error(missing.join('\n'));
  console.error(
    'Pin the package to a release whose platform packages are all published, then run npm install again.',
  );
  process.exit(1);
}
console.log(`lock file complete: ${Object.keys(packages).length} entries`);
