/** A message that names a block, parted at the name, so that the name stands out and is read once. */
export interface Named {
  readonly before: string;
  readonly name: string;
  readonly after: string;
}

/** Opening and closing quotation marks in which the server's messages put a name. */
const QUOTES: readonly (readonly [string, string])[] = [
  ["“", "”"],
  ["「", "」"],
  ['"', '"'],
];

/** Part a message at the first place where it quotes `name`; where it nowhere does, name it first. */
export function named(message: string, name: string): Named {
  for (const [open, close] of QUOTES) {
    const at = message.indexOf(open + name + close);
    if (at < 0) continue;
    const from = at + open.length;
    return {
      before: message.slice(0, from),
      name,
      after: message.slice(from + name.length),
    };
  }
  return { before: "", name, after: ` ${message}` };
}
