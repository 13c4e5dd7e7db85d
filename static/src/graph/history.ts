/**
 * Undo and redo without end. Documents are immutable, so a step is a reference: it costs what
 * changed. One gesture is one step; a gesture that arrives in pieces (typing, arrow keys) names
 * itself, and its pieces are joined until it is settled.
 */
import type { Document } from "./document";

export interface Step {
  readonly doc: Document;
  /** What led to this document, as a message key's last part: "move", "connect", ... */
  readonly did: string;
}

export interface History {
  readonly past: readonly Step[];
  readonly now: Step;
  readonly future: readonly Step[];
  /** The gesture that the next piece may still join; `null` when settled. */
  readonly open: string | null;
}

export const start = (doc: Document): History => ({
  past: [],
  now: { doc, did: "start" },
  future: [],
  open: null,
});

/** Record a document that differs from the present one; the same document records nothing. */
export function record(
  history: History,
  doc: Document,
  did: string,
  gesture: string | null = null,
): History {
  if (doc === history.now.doc) return history;
  const joins = gesture !== null && gesture === history.open;
  return {
    past: joins ? history.past : [...history.past, history.now],
    now: { doc, did },
    future: [],
    open: gesture,
  };
}

/** End the running gesture: what follows is a step of its own. */
export const settle = (history: History): History =>
  history.open === null ? history : { ...history, open: null };

/** Take the running gesture back as if it had not begun; without one nothing happens. */
export function abandon(history: History): History {
  const before = history.past.at(-1);
  if (history.open === null || !before) return history;
  return { past: history.past.slice(0, -1), now: before, future: [], open: null };
}

export function undo(history: History): History {
  const before = history.past.at(-1);
  if (!before) return history;
  return {
    past: history.past.slice(0, -1),
    now: before,
    future: [history.now, ...history.future],
    open: null,
  };
}

export function redo(history: History): History {
  const [after, ...future] = history.future;
  if (!after) return history;
  return { past: [...history.past, history.now], now: after, future, open: null };
}
