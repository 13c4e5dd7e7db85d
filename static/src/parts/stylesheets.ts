/**
 * A part of the page that comes late has styles of its own. Where they do not arrive, the part is not
 * shown; but whoever asks for it again is given it without them: the loader asks for a stylesheet once.
 */

/** Those that never arrived. One that is still on its way is nobody's to ask for again. */
const missing = new Set<HTMLLinkElement>();

/** Notice stylesheets that do not arrive. */
export function watchStylesheets(): void {
  const onError = ({ target }: Event): void => {
    if (target instanceof HTMLLinkElement && target.rel === "stylesheet") missing.add(target);
  };
  // Such an error does not bubble.
  addEventListener("error", onError, { capture: true });
}

/** Ask again for the stylesheets that never arrived; fails where one of them still does not. */
export async function fetchMissing(): Promise<void> {
  await Promise.all([...missing].map(fetchAnew));
}

function fetchAnew(link: HTMLLinkElement): Promise<void> {
  const again = link.cloneNode() as HTMLLinkElement;
  missing.delete(link);
  return new Promise((resolve, reject) => {
    again.addEventListener("load", () => resolve());
    again.addEventListener("error", () => reject(new Error(`no styles from ${again.href}`)));
    link.replaceWith(again);
  });
}
