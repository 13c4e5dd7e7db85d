import type { Report } from "../api/types";
import type { Document } from "../graph/document";
import type { Lang } from "../i18n";

/** What Verify said of a board, and in which language. */
export interface Said {
  readonly report: Report;
  readonly doc: Document;
  readonly lang: Lang;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** How often Verify was asked of a board, and how many hints were given, as it is kept with the board. */
export interface Tally {
  readonly count: number;
  /** How many are left; null where there is no limit. Not there before the first answer. */
  readonly left?: number | null;
  /** The server's word for it, signed: it is sent with the next question. */
  readonly token?: string;
  /** How many hints were given. */
  readonly hints?: number;
  /** The last answer, where asking for another one may cost an attempt: a reload shows it again. */
  readonly said?: Said;
  /** When the exam was handed in, in seconds since 1970. */
  readonly ended?: number | null;
  /** What it was when the board was begun anew: undo goes back to that. */
  readonly before?: Tally;
}

export const NO_ATTEMPTS: Tally = { count: 0 };
