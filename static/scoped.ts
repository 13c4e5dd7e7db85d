/**
 * What becomes of the rules in a component's `<style>`. They go into the layer of the views: above what all
 * pages share, below what nobody may overrule. The layers' order comes along, because a component's
 * file may be the first that a page reads.
 */
import { readFileSync } from "node:fs";
import type { CompileOptions, PreprocessorGroup } from "svelte/compiler";

const LAYERS = readFileSync(new URL("src/styles/layers.css", import.meta.url), "utf8");

export const layered: PreprocessorGroup = {
  name: "layered",
  style: ({ content }) => ({ code: `${LAYERS}\n@layer views {${content}}` }),
};

const taken = new Map<string, string>();

/** The class that holds a component's rules together: short, since it stands in every rule and element. */
export const scopeOf: NonNullable<CompileOptions["cssHash"]> = ({ hash, filename }) => {
  const scope = `s${hash(filename).slice(0, 4)}`;
  const other = taken.get(scope);
  if (other !== undefined && other !== filename) {
    throw new Error(`${filename} and ${other} have the same scope ${scope}: rename one of them`);
  }
  taken.set(scope, filename);
  return scope;
};
