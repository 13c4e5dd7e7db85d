/** The student's choices about the page, remembered on this device for all labs. */
import type { Notation } from "../api/types";
import type { Form } from "../graph/layout";
import { isLang, type Lang } from "../i18n";
import type { TextStore } from "../storage/allowed";

export type Theme = "system" | "light" | "dark";

/** What a wheel does on the canvas: what the device seems to be made for, or always the one. */
export const WHEEL_USES = ["auto", "zoom", "pan"] as const;
export type WheelUse = (typeof WHEEL_USES)[number];

interface Remembered {
  lang: Lang;
  theme: Theme;
  notation: Notation;
  form: Form;
  wheel: WheelUse;
  snap: boolean;
  minimap: boolean;
  ribbon: boolean;
  outline: boolean;
  pinned: boolean;
  predict: boolean;
  /** Whether the first wire was shown on this device. */
  greeted: boolean;
  left: boolean;
  right: boolean;
}

const SWITCHES = [
  "snap",
  "minimap",
  "ribbon",
  "outline",
  "pinned",
  "predict",
  "left",
  "right",
] as const;
export type Switch = (typeof SWITCHES)[number];

const KEY = "bneck-lab";

const DEFAULTS: Omit<Remembered, "lang"> = {
  theme: "system",
  notation: "HWC",
  form: "snake",
  wheel: "auto",
  snap: true,
  minimap: false,
  ribbon: true,
  outline: false,
  pinned: false,
  predict: false,
  greeted: false,
  left: true,
  right: true,
};

export class Prefs {
  #values: Remembered = $state() as Remembered;
  readonly #texts: TextStore | null;

  /** @param texts where choices are kept; `null` where the browser allows none */
  constructor(lang: Lang, texts: TextStore | null) {
    this.#texts = texts;
    this.#values = { lang, ...DEFAULTS, ...read(texts) };
  }

  get<K extends keyof Remembered>(key: K): Remembered[K] {
    return this.#values[key];
  }

  set<K extends keyof Remembered>(key: K, value: Remembered[K]): void {
    this.#values[key] = value;
    try {
      this.#texts?.setItem(KEY, JSON.stringify(this.#values));
    } catch (error) {
      // A full or forbidden storage costs the memory of a choice, not the choice.
      console.warn("preferences are not remembered:", error);
    }
  }

  toggle(key: Switch): void {
    this.set(key, !this.get(key));
  }

  get lang(): Lang {
    return this.get("lang");
  }
  get theme(): Theme {
    return this.get("theme");
  }
  get notation(): Notation {
    return this.get("notation");
  }
}

function read(texts: TextStore | null): Partial<Remembered> {
  try {
    const value: unknown = JSON.parse(texts?.getItem(KEY) ?? "{}");
    return typeof value === "object" && value !== null ? known(value as Partial<Remembered>) : {};
  } catch {
    // Unreadable choices are the same as none: the defaults hold.
    return {};
  }
}

/** Only values that this version understands. */
function known(value: Partial<Remembered>): Partial<Remembered> {
  const result: Partial<Remembered> = {};
  if (isLang(value.lang)) result.lang = value.lang;
  if (value.theme === "light" || value.theme === "dark") result.theme = value.theme;
  if (value.notation === "NCHW") result.notation = value.notation;
  if (value.wheel === "zoom" || value.wheel === "pan") result.wheel = value.wheel;
  if (value.form === "down" || value.form === "right") result.form = value.form;
  if (value.greeted === true) result.greeted = true;
  for (const key of SWITCHES) {
    if (typeof value[key] === "boolean") result[key] = value[key];
  }
  return result;
}
