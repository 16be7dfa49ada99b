/**
 * A vitest reporter that says why tests were skipped, and ends the run with the line `N passed, N failed`
 * (`, N skipped` when some were).
 */
export default class CountReporter {
  onTestRunEnd(modules, unhandledErrors, reason) {
    const count = { passed: 0, failed: 0, skipped: 0 };
    const skippedFor = new Map();
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state, note } = test.result();
        count[state === 'pending' ? 'failed' : state] += 1;
        if (state === 'skipped') skippedFor.set(note, (skippedFor.get(note) ?? 0) + 1);
      }
      // A file that could not be loaded or set up has failed, though it holds no test that did.
      if (module.state() === 'failed' && module.errors().length > 0) count.failed += 1;
    }
    count.failed += unhandledErrors.length;
    if (reason === 'interrupted' || count.passed + count.failed === 0) count.failed += 1;
    const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
    const reasons = [...skippedFor].map(
      ([note, times]) => `skipped ${times}: ${note ?? 'without a reason'}\n`,
    );
    const line = `${count.passed} passed, ${count.failed} failed${skipped}`;
    process.once('exit', () => process.stdout.write(`\n${reasons.join('')}\n${line}\n`));
  }
}
