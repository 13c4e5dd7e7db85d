/**
 * Which modules of the lab's page are fetched together: those that other pages have too, by which; the rest
 * as one. Left to itself the build makes a file of every set of pages and later parts that share a
 * module, thirty for the lab's page, and a browser fetches six at a time.
 */
import type { Rolldown } from "vite";

/** From what most pages share to what is the lab's alone. */
const PARTS = {
  common: ["src/home.ts", "src/help.ts", "src/links.ts"],
  board: ["src/make.ts"],
  canvas: ["src/demo.ts"],
  lab: ["src/main.ts"],
} as const;

/** The groups of the build, in the order in which they take modules. */
export function sharedParts(): Rolldown.CodeSplittingGroup[] {
  const parts = Object.entries(PARTS);
  const needs = new Map<string, ReadonlySet<string>>();
  return parts.map(([name, pages], index) => ({
    debugName: name,
    priority: parts.length - index,
    name: (id, modules) => {
      /** The modules that a page needs before it runs. */
      const neededBy = (page: string): ReadonlySet<string> => {
        const known = needs.get(page);
        if (known) return known;
        const found = new Set([page]);
        for (const each of found) {
          for (const next of modules.getModuleInfo(each)?.importedIds ?? []) found.add(next);
        }
        needs.set(page, found);
        return found;
      };
      const at = (page: string): string => new URL(page, import.meta.url).pathname;
      if (!neededBy(at("src/main.ts")).has(id)) return null;
      return pages.some((page) => neededBy(at(page)).has(id)) ? name : null;
    },
  }));
}
