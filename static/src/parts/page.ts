/** The student's language and theme, put on the page and remembered for the server's first answer. */
import type { Lang } from "../i18n";
import type { Theme } from "../state/prefs.svelte";

/** Where the link at the beginning of the lab's page leads: past the header. */
export const SKIP = "#canvas";

const YEAR_S = 365 * 24 * 3600;

export function remember(lang: Lang, theme: Theme): void {
  const root = document.documentElement;
  root.lang = lang;
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  // The server writes the next page in this language and theme: nothing flashes.
  for (const [name, value] of Object.entries({ lang, theme })) {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser
    document.cookie = `${name}=${value};path=/;max-age=${YEAR_S};samesite=lax`;
  }
}
