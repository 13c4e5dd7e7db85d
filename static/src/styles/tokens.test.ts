/** The palette keeps its promise: 4.5:1 for text and 3:1 for marks, in both themes. */
// @ts-expect-error The page's types know no files, and Vitest gives style sheets out empty.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), "utf8");
const names: readonly string[] = readdirSync(new URL(".", import.meta.url));
const css = read("tokens.css");
const pairs = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(
    ([, name = "", light = "", dark = ""]) => [name, [light, dark]],
  ),
);

function luminance(hex: string): number {
  const channels = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  const [r = 0, g = 0, b = 0] = channels.map((c) =>
    c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

const colour = (name: string, theme: 0 | 1): string => {
  const found = pairs.get(name)?.[theme];
  if (!found) throw new Error(`no token --${name}`);
  return found;
};

const GROUNDS = ["ground-bench", "ground-panel", "ground-node", "ground-field", "ground-hover"];
const CATEGORIES = ["input", "conv", "composite", "pool", "norm", "activation", "combine", "head"];

const TEXT: readonly (readonly [string, readonly string[]])[] = [
  ["ink", GROUNDS],
  ["ink-soft", GROUNDS],
  ["ink-faint", ["ground-bench", "ground-panel", "ground-node", "ground-field"]],
  ["accent", ["ground-panel", "accent-wash"]],
  ["accent-ink", ["accent", "accent-strong"]],
  ["good", ["ground-panel", "ground-node", "good-wash"]],
  ["bad", ["ground-panel", "ground-node", "bad-wash"]],
  ["bad-ink", ["bad"]],
  ["warn", ["ground-panel", "warn-wash"]],
  ["ground-panel", ["good", "warn"]],
  ...["keyword", "string", "number", "comment", "name"].map(
    (kind) => [`code-${kind}`, ["ground-code"]] as const,
  ),
];
const MARKS: readonly (readonly [string, readonly string[]])[] = [
  ["line-edge", ["ground-panel", "ground-field"]],
  ["wire", ["ground-bench", "ground-node"]],
  ...CATEGORIES.map((name) => [`category-${name}`, ["ground-panel", "ground-node"]] as const),
];

describe.each([
  ["light", 0],
  ["dark", 1],
] as const)("%s", (_name, theme) => {
  test.each(TEXT.flatMap(([ink, grounds]) => grounds.map((ground) => [ink, ground] as const)))(
    "text %s on %s",
    (ink, ground) => {
      expect(contrast(colour(ink, theme), colour(ground, theme))).toBeGreaterThanOrEqual(4.5);
    },
  );

  test.each(MARKS.flatMap(([mark, grounds]) => grounds.map((ground) => [mark, ground] as const)))(
    "mark %s on %s",
    (mark, ground) => {
      expect(contrast(colour(mark, theme), colour(ground, theme))).toBeGreaterThanOrEqual(3);
    },
  );
});

const others = names.filter((name) => name.endsWith(".css") && name !== "tokens.css");

test.each(others)("%s holds no colour of its own", (name) => {
  expect(read(name).match(/#[0-9a-f]{3,8}\b(?!["\w-])|rgba?\(|hsl/gi)).toBeNull();
});
