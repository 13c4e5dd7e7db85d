/** Words may come twice: what is drawn of a list of them is known by its place, or the page ends at the second. */
// @ts-expect-error The page's types know no files.
import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const folder = new URL("..", import.meta.url);
const components = (readdirSync(folder, { recursive: true }) as readonly string[]).filter((path) =>
  path.endsWith(".svelte"),
);

/** A message, what was said, a fact of a sheet, a paragraph: all of them somebody's words. */
const BY_WORDS =
  /\{#each [^}]* as [^}]*\((?:[\w.]*\.(?:message|said(?:\.\w+)?)|fact|paragraph)\)\}/g;

it.each(components)("%s knows nothing by its words", (path) => {
  expect(readFileSync(new URL(path, folder), "utf8").match(BY_WORDS)).toBeNull();
});
