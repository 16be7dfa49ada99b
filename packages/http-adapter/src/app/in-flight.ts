/** The requests that are being worked on: their number, and when there are none. */
export interface InFlight {
  begin(): void;
  end(): void;
  count(): number;
  /** Resolves when none is left. */
  quiet(): Promise<void>;
}

export function createInFlight(): InFlight {
  let size = 0;
  let waiting: (() => void)[] = [];
  return {
    begin() {
      size += 1;
    },
    end() {
      size -= 1;
      if (size > 0 || waiting.length === 0) return;
      for (const resolve of waiting) resolve();
      waiting = [];
    },
    count: () => size,
    async quiet() {
      if (size > 0) await new Promise<void>((resolve) => waiting.push(resolve));
    },
  };
}
