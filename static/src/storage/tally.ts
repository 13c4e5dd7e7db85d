/** How often Verify was asked in an exam, as it is kept with the board. */
export interface Tally {
  readonly count: number;
  /** What the last attempt was about: the text of the board's blocks and wires. */
  readonly of: string | null;
}

export const NO_ATTEMPTS: Tally = { count: 0, of: null };
