/** Languages, and how each writes words, numbers and times: `{name}` for values, plural by `key_one`. */
import type en from "./en.json";

export const LANGS = ["zh-CN", "en"] as const;
export type Lang = (typeof LANGS)[number];
export type MessageKey = keyof typeof en;
export type MessageValues = Readonly<Record<string, string | number>>;
export type Catalogue = Readonly<Record<string, string>>;

export const otherLang = (lang: Lang): Lang => (lang === "en" ? "zh-CN" : "en");

export const isLang = (value: unknown): value is Lang =>
  typeof value === "string" && (LANGS as readonly string[]).includes(value);

/**
 * Return the text for `key` of a catalogue in `lang`.
 *
 * `{name}` is replaced by `values.name`; numbers are written with the language's digit grouping.
 * Where `values.count` is 1 and the catalogue has `key_one`, that form is taken.
 */
export function write(
  lang: Lang,
  catalogue: Catalogue,
  key: string,
  values: MessageValues = {},
): string {
  const singular = values.count === 1 ? catalogue[`${key}_one`] : undefined;
  const text = singular ?? catalogue[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? formatNumber(lang, value) : value;
  });
}

/** Names one after the other, as the language separates them. */
export const listed = (lang: Lang, names: readonly string[]): string =>
  names.join(lang === "zh-CN" ? "、" : ", ");

/** Facts one after the other, as a sentence has them; those that there are. */
export const clauses = (lang: Lang, facts: readonly (string | null | undefined)[]): string =>
  facts.filter(Boolean).join(lang === "zh-CN" ? "，" : ", ");

const numberFormats = new Map<Lang, Intl.NumberFormat>();

/** Write a whole number with the grouping of the language: 5483032 as 5,483,032. */
export function formatNumber(lang: Lang, value: number): string {
  let format = numberFormats.get(lang);
  if (!format) {
    format = new Intl.NumberFormat(lang);
    numberFormats.set(lang, format);
  }
  return format.format(value);
}

const timeFormats = new Map<Lang, Intl.DateTimeFormat>();

/** Write a point in time (milliseconds since 1970) as short local date and time. */
export function formatTime(lang: Lang, epochMs: number): string {
  let format = timeFormats.get(lang);
  if (!format) {
    format = new Intl.DateTimeFormat(lang, { dateStyle: "short", timeStyle: "medium" });
    timeFormats.set(lang, format);
  }
  return format.format(epochMs);
}

const momentFormats = new Map<Lang, Intl.DateTimeFormat>();

/** A time that somebody set, to the minute. */
export function formatMoment(lang: Lang, epochMs: number): string {
  let format = momentFormats.get(lang);
  if (!format) {
    format = new Intl.DateTimeFormat(lang, { dateStyle: "short", timeStyle: "short" });
    momentFormats.set(lang, format);
  }
  return format.format(epochMs);
}

/** The language asked for first: the remembered one, else the browser's, else Chinese. */
export function preferredLang(
  remembered: string | null | undefined,
  browser: readonly string[],
): Lang {
  if (isLang(remembered)) return remembered;
  for (const tag of browser) {
    if (tag.toLowerCase().startsWith("zh")) return "zh-CN";
    if (tag.toLowerCase().startsWith("en")) return "en";
  }
  return "zh-CN";
}
