import type { BookingLimits, Step } from 'entrata-http-adapter';
import type { SandboxServer } from 'entrata-sdk/testing';
import type { DatabaseAddress } from '../../../../entrata-store/test/support/databases.js';

export const jwtSecret = 'a-made-up-secret-of-thirty-two-bytes';

/** What an adapter in a process of its own is told. */
export interface ChildConfig {
  readonly address: DatabaseAddress;
  readonly sandbox: SandboxServer['options'];
  readonly limits: Partial<BookingLimits>;
  /** How long a claimed task is its process's own. */
  readonly taskLeaseMs: number;
  /** `update`: tours of known persons are added to their leads. Default `send`: each is a lead of its own. */
  readonly existing?: 'send' | 'update';
}

/** Ends the process with SIGKILL when it comes to this step. */
export interface DoomMessage {
  readonly dieAt: Step;
}

export interface ReadyMessage {
  readonly url: string;
}

export const readyMessage = (url: string): ReadyMessage => ({ url });
