/** What the example server answers by itself, and what a screen is. The adapter's responses have its own types. */

export type Child = Node | string | number | null | undefined | false | readonly Child[];
export type Props = Readonly<
  Record<string, string | number | boolean | undefined | ((event: Event) => unknown)>
>;

export type Role = 'renter' | 'operator' | 'integrator';

export interface Person {
  readonly id: string;
  readonly name?: string | null;
  readonly role: Role;
  readonly company?: string | null;
}

export interface EntrataCall {
  readonly at: string;
  readonly method: string;
  readonly attempts: number;
  readonly durationMs: number;
  readonly code: string | null;
}

export interface Listing<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

export interface SandboxView {
  readonly companies: readonly {
    readonly cid: string;
    readonly name: string;
    readonly subdomain: string;
    readonly properties: readonly {
      readonly id: string;
      readonly name?: string | null;
      readonly city?: string | null;
    }[];
  }[];
  readonly faults: readonly {
    readonly id: number;
    readonly kind: string;
    readonly method: string;
    readonly times: number;
    readonly hits: number;
  }[];
  readonly calls: readonly {
    readonly at: string;
    readonly method: string | null;
    readonly subdomain: string | null;
    readonly status: number;
    readonly errorCode: number | null;
    readonly fault: string | null;
  }[];
  readonly leads: number;
  readonly appointments: number;
}

export interface Api {
  get<T>(path: string, signal?: AbortSignal): Promise<T>;
  post<T>(path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<T>;
}

export type Tone = 'good' | 'bad' | 'plain';

/** What a screen may do besides drawing itself. */
export interface Stage<State> {
  readonly api: Api;
  /** What stood in the place of `:name` in the screen's path. */
  readonly params: Readonly<Record<string, string>>;
  /** The screen's own memory: made by `start`, kept while it is shown. */
  readonly state: State;
  /** Changes the state and draws what is there anew. */
  set(change: Partial<State>): void;
  /** Loads again. */
  reload(): Promise<void>;
  /** Whether the action of this name is under way. */
  isBusy(name: string): boolean;
  /** Runs an action once at a time, tells of its failure, and loads again. */
  act(name: string, work: () => Promise<void>): void;
  say(text: string, tone?: Tone): void;
  go(path: string): void;
  /** Makes this person the one who looks at the page. */
  logIn(person: Person, token: string): void;
}

/** The state of a screen that remembers nothing. */
export type Nothing = Readonly<Record<string, never>>;

/** A screen: what it shows is drawn from what it loaded and its own state alone. */
export interface Screen<Data, State> {
  readonly title: string;
  start(params: Readonly<Record<string, string>>): State;
  load(stage: Stage<State>, signal: AbortSignal): Promise<Data>;
  view(data: Data, stage: Stage<State>): Child[];
  /** How soon it is loaded again. */
  everyMs(data: Data): number;
}
