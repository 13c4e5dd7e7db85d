/** Where a demo stands, kept in the tab: a reload comes back to it, and the address says it too. */
import type { TextStore } from "../storage/allowed";
import type { Place } from "./stage.svelte";

const FRAGMENT = /^#at=(\d+)$/;

/** The moment that an address names; `null` where it names none. */
export function momentIn(hash: string): number | null {
  const found = FRAGMENT.exec(hash);
  return found ? Number(found[1]) : null;
}

export class PlaceMemory {
  readonly #key: string;
  readonly #memory: TextStore | null;

  /** @param memory the tab's; `null` where the browser allows none */
  constructor(lab: string, memory: TextStore | null) {
    this.#key = `bneck-lab demo ${lab}`;
    this.#memory = memory;
  }

  /** Where the tab was; an address that names another moment goes before. */
  read(hash: string): Place | null {
    const at = momentIn(hash);
    const kept = this.#kept();
    if (at === null || at === kept?.at) return kept;
    const { speed = 1, asking = true, began = null } = kept ?? {};
    return { at, speed, asking, view: { kind: "moment" }, began };
  }

  write(place: Place): void {
    history.replaceState(history.state, "", `#at=${place.at}`);
    try {
      this.#memory?.setItem(this.#key, JSON.stringify(place));
    } catch (error) {
      // A full storage costs the way back after a reload, not the demo.
      console.warn("the place is not remembered:", error);
    }
  }

  #kept(): Place | null {
    const text = this.#memory?.getItem(this.#key);
    return text ? (JSON.parse(text) as Place) : null;
  }
}
