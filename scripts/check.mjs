// npm run check: all that CI runs. Stops at the first step that fails; ends with the count of tests.
import { main, npm, SetupError } from './setup.mjs';

await main(async () => {
  const count = lastCount(await step('test', ['test']));
  await step('lint', ['run', 'lint']);
  await step('typecheck', ['run', 'typecheck']);
  await step('lock file', ['run', 'check:lockfile']);
  console.log(`\n${count}`);
  return 0;
});

async function step(name, args) {
  const startedAt = Date.now();
  console.log(`\n== ${name}`);
  const { status, output } = await npm(args);
  if (status !== 0) throw new SetupError(`${name} failed with status ${status}\n${lastCount(output) ?? ''}`);
  console.log(`== ${name}: ok, ${Math.round((Date.now() - startedAt) / 1000)} s`);
  return output;
}

/** The last line of the form `N passed, N failed`. */
function lastCount(output) {
  return output.match(/^\d+ passed, \d+ failed(, \d+ skipped)?$/gm)?.at(-1);
}
