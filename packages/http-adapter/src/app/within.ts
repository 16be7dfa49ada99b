/** Waits until `work` has ended, however it did, or `ms` are over. */
export async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  const ended = work.then(
    () => {},
    () => {},
  );
  try {
    await Promise.race([ended, over]);
  } finally {
    clearTimeout(timer);
  }
}
