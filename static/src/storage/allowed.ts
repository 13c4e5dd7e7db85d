/** Browsers throw where their settings forbid a storage: then choices hold for this visit. */
export function allowed(storage: () => Storage): Storage | null {
  try {
    return storage();
  } catch {
    return null;
  }
}
