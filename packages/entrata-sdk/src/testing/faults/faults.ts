import { checkScript } from './check-fault.js';
import type { Fault, FaultScript, ScriptedFault } from './fault.js';

/** What a script may look at in a request. */
export interface FaultTarget {
  readonly method: string;
  readonly subdomain: string | undefined;
  readonly propertyIds: readonly string[];
}

/** The faults that a test scripted. */
export class Faults {
  readonly #scripts: RunningScript[] = [];

  add(script: FaultScript): ScriptedFault {
    const running = new RunningScript(checkScript(script));
    this.#scripts.push(running);
    return running;
  }

  clear(): void {
    this.#scripts.length = 0;
  }

  /** The fault of the first script that hits this request. */
  take(target: FaultTarget): Fault | undefined {
    for (const script of this.#scripts) {
      const fault = script.take(target);
      if (fault) return fault;
    }
    return undefined;
  }
}

class RunningScript implements ScriptedFault {
  readonly #script: FaultScript;
  #seen = 0;
  #hits = 0;
  #cancelled = false;

  constructor(script: FaultScript) {
    this.#script = script;
  }

  get hits(): number {
    return this.#hits;
  }

  cancel(): void {
    this.#cancelled = true;
  }

  take(target: FaultTarget): Fault | undefined {
    const { fault, times = 1, skip = 0, when } = this.#script;
    if (this.#cancelled || this.#hits >= times || !this.#matches(target)) return undefined;
    const index = this.#seen;
    this.#seen += 1;
    if (index < skip || (when && !when(index))) return undefined;
    this.#hits += 1;
    return fault;
  }

  #matches(target: FaultTarget): boolean {
    const { method, subdomain, propertyId } = this.#script;
    return (
      (method === undefined || method === target.method) &&
      (subdomain === undefined || subdomain === target.subdomain) &&
      (propertyId === undefined || target.propertyIds.includes(propertyId))
    );
  }
}
