import type { Terminal } from '../../src/cli/terminal.js';

export interface RecordedTerminal extends Terminal {
  readonly printed: string[];
  readonly complaints: string[];
  /** Ctrl-C. */
  stop(): void;
}

export function recordingTerminal(
  env: Record<string, string> = {},
  folder = process.cwd(),
): RecordedTerminal {
  const printed: string[] = [];
  const complaints: string[] = [];
  let stop = () => {};
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  return {
    version: '1.2.3',
    env,
    folder,
    printed,
    complaints,
    out: (text) => void printed.push(text),
    error: (text) => void complaints.push(text),
    stopped: () => stopped,
    stop: () => stop(),
  };
}
