/** An address as a QR code, for a class to scan. */

/** Whether an address reaches this machine from this machine alone. */
export const isOwnAlone = (host: string): boolean =>
  host === "localhost" || host.startsWith("127.") || host === "[::1]";

/** A QR code: an SVG path of unit squares on a field so many wide, the quiet zone included. */
export interface Code {
  readonly path: string;
  readonly size: number;
}

/** Light modules around a code, so that readers find it (ISO/IEC 18004, 6.3.8). */
const QUIET = 4;

/** Draw a text as a QR code; `null` where it is longer than one holds. */
export async function codeOf(text: string): Promise<Code | null> {
  const { generate } = await import("lean-qr");
  try {
    const code = generate(text);
    let path = "";
    for (let y = 0; y < code.size; y += 1) {
      for (let x = 0; x < code.size; x += 1) {
        if (code.get(x, y)) path += `M${x + QUIET} ${y + QUIET}h1v1h-1z`;
      }
    }
    return { path, size: code.size + 2 * QUIET };
  } catch (error) {
    // The library throws where no version of the code is large enough.
    console.info("the link is too long for a QR code:", error);
    return null;
  }
}
