import type { Step } from 'entrata-http-adapter';
import type { SandboxServer } from 'entrata-sdk/testing';
import type { DatabaseAddress } from '../../../../entrata-store/test/support/databases.js';

/** What an adapter in a process of its own is told. */
export interface ChildConfig {
  readonly address: DatabaseAddress;
  readonly sandbox: SandboxServer['options'];
  readonly oauth: { readonly clientId: string; readonly clientSecret: string };
  /** The step at which it ends itself with SIGKILL. */
  readonly dieAt?: Step | undefined;
  /** Which time it reaches that step. Default the first. */
  readonly dieAtTime?: number | undefined;
  /** How long a task's claim holds without a heartbeat. */
  readonly leaseMs?: number;
  /** How long a webhook may take. */
  readonly deadlineMs?: number;
}

export interface ReadyMessage {
  readonly url: string;
}
