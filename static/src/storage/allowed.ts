/** The part of `Storage` that keeps short texts by key: choices, marks, a place. */
export type TextStore = Pick<Storage, "getItem" | "setItem">;

/** Browsers throw where their settings forbid a storage: then choices hold for this visit. */
export function allowed(storage: () => Storage): Storage | null {
  try {
    return storage();
  } catch {
    return null;
  }
}
