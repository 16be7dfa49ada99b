import type { Store } from '../../store.js';

/** Where stores may differ and still keep the contract. */
export interface StoreCapabilities {
  /** Characters (UTF-16) that every long text holds: messages, descriptions, slots. */
  readonly longTextCharacters: number;
  /** 1, or 1000 where a mapped table keeps whole seconds; coarser instants are cut, never rounded up. */
  readonly instantPrecisionMs: 1 | 1_000;
  /** Whether a row that refers to one that does not exist is refused. Mapped tables leave that to their owner. */
  readonly checksReferences: boolean;
  /** Whether every field is kept. A mapped table may lack columns of fields that came after the first release. */
  readonly keepsLaterFields: boolean;
}

/** What a store on tables of ours can do. */
export const fullCapabilities: StoreCapabilities = {
  longTextCharacters: 500_000,
  instantPrecisionMs: 1,
  checksReferences: true,
  keepsLaterFields: true,
};

/** What a case is given. Every case runs in a store that others may have written to: it makes its own rows. */
export interface ContractSubject {
  /** An open store; the case does not close it. */
  readonly store: Store;
  /** A second store on the same data, through a connection of its own. The same store where there is only one. */
  readonly other: Store;
  readonly capabilities: StoreCapabilities;
  /**
   * Opens one more store on the same data, for a case that closes it.
   * @example
   * const third = await subject.open();
   * await third.close();
   */
  open(): Promise<Store>;
}

/** One promise of the store, as data: run it with any test runner. Throws an AssertionError when it is broken. */
export interface ContractCase {
  readonly name: string;
  /**
   * Runs the case.
   * @throws AssertionError when the promise is broken, and what the store threw.
   * @example
   * for (const { name, run } of storeContract) test(name, () => run(subject));
   */
  run(subject: ContractSubject): Promise<void>;
}
