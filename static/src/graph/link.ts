/** A link that carries the board in its fragment, which browsers do not send to the server. */
import type { Document, NodeId } from "./document";
import { MAX_BYTES, type Parsed, parseBoard } from "./format";

/**
 * Longer links are cut off, or no links any more, in some programs through which they are passed on: Windows hands a
 * browser 2,083 characters, chats take 2,000 a message, some mail programs fewer still. A lab's finished network needs
 * 400 to 1,400. Servers never see the fragment, and browsers take far more.
 */
const LONGEST = 2000;

/** Whether a link may not arrive whole where it is sent. */
export const isLong = (link: string): boolean => link.length > LONGEST;

const KEY = "board=";
/** Before it may stand the block from which whoever is given the board goes on. */
const FORM = /^#?(?:on=([^&]*)&)?board=/;

/**
 * Return the fragment, without `#`, that holds the board: JSON, deflated, in base64url.
 *
 * @param on the block from which the board is to be gone on with
 */
export async function toFragment(doc: Document, on: NodeId | null = null): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(doc));
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const from = on === null ? "" : `on=${encodeURIComponent(on)}&`;
  return from + KEY + encode(new Uint8Array(await new Response(stream).arrayBuffer()));
}

/** Read the board of a fragment; `null` where it holds none. One that was copied in part is `cut_off`. */
export async function fromFragment(fragment: string): Promise<Parsed | null> {
  const [before] = FORM.exec(fragment) ?? [];
  if (before === undefined) return null;
  try {
    return parseBoard(await inflate(decode(fragment.slice(before.length))));
  } catch (error) {
    if (error instanceof RangeError) {
      return { ok: false, reason: "too_big", at: "", detail: `${MAX_BYTES / 1024} KiB` };
    }
    return { ok: false, reason: "cut_off", at: "", detail: "" };
  }
}

/** The block from which the board of a fragment is to be gone on with; `null` where it names none. */
export function goesOnAt(fragment: string): NodeId | null {
  try {
    return decodeURIComponent(FORM.exec(fragment)?.[1] ?? "") || null;
  } catch {
    return null; // a link that was cut off or mistyped
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
