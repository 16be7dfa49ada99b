/** Why a run ended whose handler took longer than its worker allows; also the reason of its signal. */
export class TaskTimeout extends Error {
  override readonly name = 'TaskTimeout';
  readonly code = 'timed_out';

  constructor(timeoutMs: number) {
    super(`The handler did not end within ${timeoutMs} ms`);
  }
}
