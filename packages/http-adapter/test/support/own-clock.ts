const { now } = Date;
let offMs = 0;

/** Sets the clock of this process off, as of a machine that nobody keeps in time. Timers run on as they do there. */
export function setClockOff(ms: number): void {
  offMs = ms;
}

globalThis.Date = new Proxy(Date, {
  construct: (target, args, created) =>
    Reflect.construct(target, args.length === 0 ? [off()] : args, created),
  get: (target, name, receiver) => (name === 'now' ? off : Reflect.get(target, name, receiver)),
});

function off(): number {
  return now() + offMs;
}

/** Tells a child process by how much its clock is off from now on. */
export interface ClockMessage {
  readonly clockOffMs: number;
}
