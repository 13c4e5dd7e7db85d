/** Text to the clipboard, also where the page has no encryption: a class's server in its own network has none. */

/** False where the browser keeps the clipboard closed. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyByEvent(text);
  }
}

/** There, all that fills the clipboard is the event of a copy. */
function copyByEvent(text: string): boolean {
  let filled = false;
  const fill = (event: ClipboardEvent): void => {
    event.clipboardData?.setData("text/plain", text);
    filled = event.clipboardData !== null;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  addEventListener("copy", fill, { capture: true });
  const done = document.execCommand("copy");
  removeEventListener("copy", fill, { capture: true });
  return done && filled;
}
