import type { BookingLimits, Step } from 'entrata-http-adapter';
import type { SandboxServer } from 'entrata-sdk/testing';
import type { DatabaseAddress } from '../../../../entrata-store/test/support/databases.js';

export const jwtSecret = 'a-made-up-secret-of-thirty-two-bytes';

/** What an adapter in a process of its own is told. */
export interface ChildConfig {
  readonly address: DatabaseAddress;
  readonly sandbox: SandboxServer['options'];
  readonly limits: Partial<BookingLimits>;
  /** The step at which it ends itself with SIGKILL. */
  readonly dieAt?: Step;
}

export interface ReadyMessage {
  readonly url: string;
}

export const readyMessage = (url: string): ReadyMessage => ({ url });
