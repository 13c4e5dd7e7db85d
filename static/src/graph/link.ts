/** A link that carries the board in its fragment, which browsers do not send to the server. */
import type { Document } from "./document";
import { MAX_BYTES, type Parsed, parseBoard } from "./format";

const KEY = "board=";

/** Return the fragment, without `#`, that holds the board: JSON, deflated, in base64url. */
export async function toFragment(doc: Document): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(doc));
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return KEY + encode(new Uint8Array(await new Response(stream).arrayBuffer()));
}

/** Read the board of a fragment; `null` where it holds none. A cut-off link is `not_json`. */
export async function fromFragment(fragment: string): Promise<Parsed | null> {
  const text = fragment.replace(/^#/, "");
  if (!text.startsWith(KEY)) return null;
  try {
    return parseBoard(await inflate(decode(text.slice(KEY.length))));
  } catch (error) {
    if (error instanceof RangeError) {
      return { ok: false, reason: "too_big", at: "", detail: `${MAX_BYTES / 1024} KiB` };
    }
    return { ok: false, reason: "not_json", at: "", detail: "" };
  }
}

/** Inflate with a bound, so that a small link cannot fill the memory. */
async function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const reader = stream.getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let size = 0;
  let text = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.length;
    if (size > MAX_BYTES) {
      await reader.cancel();
      throw new RangeError("the board in the link is too big");
    }
    text += decoder.decode(part.value, { stream: true });
  }
  return text + decoder.decode();
}

function encode(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function decode(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}
