/** A rule stands where its markup does: what is one component's alone is in that component's `<style>`. */
// @ts-expect-error The page's types know no files, and Vitest gives style sheets out empty.
import { readdirSync, readFileSync } from "node:fs";
import { type AST, parse, parseCss } from "svelte/compiler";
import { describe, expect, it } from "vitest";

/** The texts of a folder's files with such an ending, tests left out, by their paths in it. */
function filesIn(folder: string, ending: string): Map<string, string> {
  const place = new URL(folder, import.meta.url);
  const paths: readonly string[] = readdirSync(place, { recursive: true });
  return new Map(
    paths
      .filter((path) => path.endsWith(ending) && !path.endsWith(`.test${ending}`))
      .map((path) => [path, readFileSync(new URL(path, place), "utf8")]),
  );
}

/** Everything in a syntax tree, from the top. */
function* nodesOf(tree: unknown): Generator<Record<string, unknown>> {
  if (typeof tree !== "object" || tree === null) return;
  if (!Array.isArray(tree)) yield tree as Record<string, unknown>;
  for (const each of Object.values(tree)) yield* nodesOf(each);
}

function wordsIn(text: string): string[] {
  return text.split(/\s+/).filter(Boolean);
}

/** The classes that a component gives to its elements and to what it is made of. */
function classesIn(source: string): Set<string> {
  const found = new Set<string>();
  for (const node of nodesOf(parse(source, { modern: true }).fragment)) {
    if (node.type === "ClassDirective") found.add(String(node.name));
    if (node.type !== "Attribute" || node.name !== "class") continue;
    for (const part of nodesOf(node.value)) {
      const text = part.type === "Text" ? part.data : part.type === "Literal" ? part.value : "";
      for (const word of wordsIn(String(text))) found.add(word);
    }
  }
  return found;
}

/** The classes in the server's pages, and those that scripts without a component set. */
function classesElsewhere(): Set<string> {
  const pages = [...filesIn("../../../templates/", ".html").values()].flatMap((text) => [
    ...text.matchAll(/class="([^"]*)"/g),
  ]);
  const scripts = [...filesIn("../", ".ts").values()]
    .filter((text) => text.includes('setAttribute("class"'))
    .flatMap((text) => [...text.matchAll(/"([^"\n]*)"/g)]);
  return new Set([...pages, ...scripts].flatMap(([, text]) => wordsIn(text ?? "")));
}

/** Who uses a class: the components' names, and one more for all that is none. */
function usersOf(components: ReadonlyMap<string, string>): Map<string, Set<string>> {
  const users = new Map<string, Set<string>>();
  const note = (name: string, user: string): void => {
    users.set(name, (users.get(name) ?? new Set()).add(user));
  };
  for (const [component, source] of components) {
    for (const name of classesIn(source)) note(name, component);
  }
  return users;
}

/** The classes of a sheet that are one component's alone. */
function misplaced(
  sheet: AST.CSS.StyleSheetFile,
  users: ReadonlyMap<string, ReadonlySet<string>>,
  elsewhere: ReadonlySet<string>,
): string[] {
  const found = new Set<string>();
  for (const node of nodesOf(sheet)) {
    if (node.type !== "ClassSelector") continue;
    const name = String(node.name);
    const [user, ...others] = users.get(name) ?? [];
    if (user && others.length === 0 && !elsewhere.has(name)) found.add(`.${name} is ${user}'s`);
  }
  return [...found];
}

describe("style sheets", () => {
  const users = usersOf(filesIn("../", ".svelte"));
  const elsewhere = classesElsewhere();

  it.each([...filesIn("./", ".css")])("%s styles what several share", (_, text) => {
    expect(misplaced(parseCss(text), users, elsewhere)).toEqual([]);
  });

  it("would be told of a class that is one component's", () => {
    const two = usersOf(
      new Map([
        ["One.svelte", `<p class="alone {on ? 'lit' : ''} both"></p><Icon class="given" />`],
        ["Two.svelte", `<p class="both" class:switched={on}></p>`],
      ]),
    );
    const sheet = parseCss(
      `@media print { .both .alone, .page:is(.lit) { color: red; & .given { color: red } } }
       .both.switched, .page, .nobody { color: red }`,
    );
    expect(misplaced(sheet, two, new Set(["page"]))).toEqual([
      ".alone is One.svelte's",
      ".lit is One.svelte's",
      ".given is One.svelte's",
      ".switched is Two.svelte's",
    ]);
    expect(misplaced(sheet, two, new Set(["alone", "lit", "given", "switched"]))).toEqual([]);
  });
});
