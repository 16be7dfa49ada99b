/** What a recording is about. Every value in it is made up; ids, dates and texts are the same throughout. */
export interface RecordingSummary {
  readonly formatVersion: 1;
  readonly subdomain: string;
  readonly cid: string;
  readonly propertyId: string;
  /** The day on which it was recorded, `YYYY-MM-DD`: days in it are near this one. */
  readonly recordedOn: string;
}

/** One request and its reply. */
export interface RecordedExchange {
  readonly method: string;
  readonly version?: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Set for the one whose credential was none. */
  readonly isStranger?: true;
  readonly reply: {
    readonly status: number;
    /** Those that say something of the body. */
    readonly headers: Readonly<Record<string, string>>;
    /** JSON, or the text of a body that is none. */
    readonly body: unknown;
    /** How the body became bytes; UTF-8 where it is not said. */
    readonly encoding?: 'latin1';
    readonly byteOrderMark?: true;
  };
}

/** The file with the summary; each other file holds an exchange, in the order of their names. */
export const summaryFile = 'recording.json';
