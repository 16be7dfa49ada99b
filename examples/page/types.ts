/** What the endpoints answer, as far as the page reads it, and what a screen is. */

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

export interface Range {
  readonly min: number;
  readonly max: number;
}

/** Of a house nothing but its id is sure to be known: the API says `null` for the rest. */
export interface House {
  readonly id: string;
  readonly title?: string | null;
  readonly description?: string | null;
  readonly street?: string | null;
  readonly city?: string | null;
  readonly state?: string | null;
  readonly postalCode?: string | null;
  readonly timeZone?: string | null;
  readonly bedrooms?: Range | null;
  readonly bathrooms?: Range | null;
  readonly squareFeet?: Range | null;
  readonly rentCents?: Range | null;
  readonly unitsAvailable?: number | null;
  readonly phone?: string | null;
  readonly images?: readonly { readonly url: string; readonly caption?: string | null }[] | null;
  readonly amenities?: readonly string[] | null;
  readonly floorPlans?: readonly FloorPlan[] | null;
}

export interface FloorPlan {
  readonly id: string;
  readonly name?: string | null;
  readonly bedrooms?: number | null;
  readonly bathrooms?: number | null;
  readonly squareFeet?: Range | null;
  readonly rentCents?: Range | null;
  readonly unitsAvailable?: number | null;
}

export interface Slot {
  readonly rawDate: string;
  readonly rawTime: string;
  readonly date?: string | null;
  readonly startsAt?: string | null;
  readonly endsAt?: string | null;
  readonly label?: string | null;
  readonly problem?: string | null;
}

export interface TourTimes {
  readonly timeZone: string;
  readonly supported: boolean;
  readonly stale: boolean;
  readonly slots: readonly Slot[];
}

export type ViewingStatus = 'pending' | 'confirmed' | 'rejected' | 'failed' | 'unknown' | 'cancelled';

export interface Viewing {
  readonly id: string;
  readonly status: ViewingStatus;
  readonly note?: string | null;
  readonly houseId: string;
  readonly house?: {
    readonly title?: string | null;
    readonly street?: string | null;
    readonly city?: string | null;
    readonly state?: string | null;
    readonly image?: string | null;
  } | null;
  readonly tourType?: string | null;
  readonly rawDate?: string | null;
  readonly rawTime?: string | null;
  readonly startsAt?: string | null;
  readonly endsAt?: string | null;
  readonly message?: string | null;
  readonly leadId?: string | null;
  readonly appointment: 'unverified' | 'verified' | 'missing';
  readonly createdAt: string;
}

export interface OperatorViewing extends Viewing {
  readonly visitor?: {
    readonly name?: string | null;
    readonly email?: string | null;
    readonly phone?: string | null;
  } | null;
}

export interface OperatorSummary {
  readonly operator?: { readonly name?: string | null };
  readonly viewings?: Readonly<Partial<Record<ViewingStatus, number>>>;
}

export interface Client {
  readonly id: string;
  readonly cid: string;
  readonly subdomain?: string | null;
  readonly companyName?: string | null;
  readonly status: 'active' | 'needs_reauthorization' | 'revoked';
  readonly hasToken: boolean;
  readonly tokenVersion: number;
  readonly createdAt?: string | null;
}

export type PropertyState = 'pending' | 'active' | 'suspended' | 'inactive';

export interface Property {
  readonly id: string;
  readonly clientId: string;
  readonly propertyId: string;
  readonly name?: string | null;
  readonly desiredState?: string | null;
  readonly state: PropertyState;
  readonly approval?: string | null;
  readonly feedType?: string | null;
  readonly eventSeq: number;
  readonly reachedSeq: number;
  readonly logId?: string | null;
  readonly lastFetchedAt?: string | null;
  readonly lastError?: string | null;
}

export interface Webhook {
  readonly logId: string;
  readonly receivedAt: string;
  readonly method: string;
  readonly requestType?: string | null;
  readonly cid?: string | null;
  readonly propertyId?: string | null;
  readonly remoteAddress?: string | null;
  readonly outcome?: string | null;
  readonly httpStatus?: number | null;
  readonly errorCode?: string | null;
  readonly durationMs?: number | null;
}

export interface Task {
  readonly id: string;
  readonly kind: string;
  readonly payload?: Readonly<Record<string, string | number | boolean>> | null;
  readonly requestId?: string | null;
  readonly status: 'waiting' | 'running' | 'done' | 'dead';
  readonly attempts: number;
  readonly maxAttempts: number;
  readonly runAt?: string | null;
  readonly lastError?: string | null;
  readonly createdAt: string;
  readonly updatedAt?: string | null;
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
