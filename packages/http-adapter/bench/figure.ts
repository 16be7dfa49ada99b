/** One line of what the bench prints: ours over theirs. */
export interface Figure {
  readonly name: string;
  readonly ratio: number;
  readonly aim: string;
  readonly against: string;
  readonly unit: string;
}
