/** Puts this process' clock forward, or back: the machine's is left as it is. */
export function setProcessClock(aheadMs: number): void {
  if (aheadMs === 0) return;
  const RealDate = Date;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, given, made) =>
      Reflect.construct(target, given.length === 0 ? [RealDate.now() + aheadMs] : given, made),
    get: (target, key, receiver) =>
      key === 'now' ? () => RealDate.now() + aheadMs : Reflect.get(target, key, receiver),
  });
}
