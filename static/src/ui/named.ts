/** A message about a block, parted at the block's name, so that the name stands out and is read once. */
export interface Named {
  readonly before: string;
  readonly name: string;
  readonly after: string;
}

/** A letter or a figure: beside a name it would make the name part of a longer one. */
const WORD = /[\p{L}\p{N}]/u;

/** Part a message at the first place where it says `name`; where it nowhere does, name it first. */
export function named(message: string, name: string): Named {
  let at = message.indexOf(name);
  while (at >= 0) {
    const before = message.slice(0, at);
    const after = message.slice(at + name.length);
    if (!WORD.test(before.slice(-1)) && !WORD.test(after.slice(0, 1))) {
      return { before, name, after };
    }
    at = message.indexOf(name, at + 1);
  }
  return { before: "", name, after: ` ${message}` };
}
