import { relative } from 'node:path';
import { DefaultReporter } from 'vitest/node';

const slowest = 10;

/**
 * A vitest reporter with one line for each file; then each failure whole, why tests were skipped, which passed at a second
 * attempt only and why not at the first, the slowest ten files, and as the last line `N passed, N failed`
 * (`, N skipped` when some were).
 */
export default class CountReporter extends DefaultReporter {
  constructor() {
    // What a test prints is of interest when it fails.
    super({ summary: false, silent: 'passed-only' });
  }

  printTestModule(module) {
    const { passed, failed, skipped } = countTests([module]);
    const facts = [`${passed + failed + skipped} tests`];
    if (failed > 0) facts.push(`${failed} failed`);
    if (skipped > 0) facts.push(`${skipped} skipped`);
    facts.push(`${secondsOf(module).toFixed(1)} s`);
    this.log(`${failed > 0 ? '✗' : '✓'} ${this.#nameOf(module)} (${facts.join(', ')})`);
  }

  /** Its own totals would only say the last line's in other words. */
  reportTestSummary() {}

  onTestRunEnd(modules, unhandledErrors, reason) {
    super.onTestRunEnd(modules, unhandledErrors, reason);
    const count = countTests(modules);
    count.failed += unhandledErrors.length;
    if (reason === 'interrupted' || count.passed + count.failed === 0) count.failed += 1;
    const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
    const lines = [
      ...skippedFor(modules),
      ...this.#passedLater(modules),
      ...this.#slowestOf(modules),
      '',
      `${count.passed} passed, ${count.failed} failed${skipped}`,
    ];
    process.once('exit', () => process.stdout.write(`\n${lines.join('\n')}\n`));
  }

  #slowestOf(modules) {
    const slow = modules
      .map((module) => ({ name: this.#nameOf(module), seconds: secondsOf(module) }))
      .sort((one, other) => other.seconds - one.seconds)
      .slice(0, slowest);
    return ['Slowest:', ...slow.map(({ name, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${name}`)];
  }

  #passedLater(modules) {
    const later = modules.flatMap((module) =>
      [...module.children.allTests('passed')].filter((test) => test.diagnostic()?.flaky),
    );
    return later.flatMap((test) => [
      `passed at attempt ${test.diagnostic().retryCount + 1}: ${this.#nameOf(test.module)} > ${test.fullName}`,
      ...(test.result().errors ?? []).map(({ stack, message }) => `  ${stack ?? message}`),
    ]);
  }

  #nameOf(module) {
    return relative(this.ctx.config.root, module.moduleId);
  }
}

/** With the time that it took to load. */
function secondsOf(module) {
  const { collectDuration, setupDuration, duration } = module.diagnostic();
  return (collectDuration + setupDuration + duration) / 1000;
}

function countTests(modules) {
  const count = { passed: 0, failed: 0, skipped: 0 };
  for (const module of modules) {
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      count[state === 'pending' ? 'failed' : state] += 1;
    }
    // A file that could not be loaded or set up has failed, though it holds no test that did.
    if (module.state() === 'failed' && module.errors().length > 0) count.failed += 1;
  }
  return count;
}

function skippedFor(modules) {
  const reasons = new Map();
  for (const module of modules) {
    for (const test of module.children.allTests('skipped')) {
      const { note = 'without a reason' } = test.result();
      reasons.set(note, (reasons.get(note) ?? 0) + 1);
    }
  }
  return [...reasons].map(([note, times]) => `skipped ${times}: ${note}`);
}
