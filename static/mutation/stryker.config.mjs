/**
 * Which lines of the front-end are mutated: a sample, the same for the same N and SEED, as many lines
 * of each folder. Stryker makes every mutant that it knows of a line, and prints the score by folder.
 */
import { globSync, readFileSync } from "node:fs";

const FOLDERS = ["src/graph", "src/storage", "src/state"];
const COUNT = Number(process.env.N);
const NOTHING =
  /^\s*(?:$|\/?\*|\/\/|import\b|export (?:type|interface)\b|readonly\b|[)}\]]+[;,]?$)/;

/** Numbers from 0 to 1 that depend on the seed alone (mulberry32). */
function dice(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const chance = dice(Number(process.env.SEED));

const sample = (folder) =>
  globSync(`${folder}/*.ts`)
    .filter((path) => !/test/.test(path))
    .sort()
    .flatMap((path) =>
      readFileSync(path, "utf8")
        .split("\n")
        .flatMap((line, index) =>
          NOTHING.test(line) ? [] : [`${path}:${index + 1}-${index + 1}`],
        ),
    )
    .map((line) => ({ line, rank: chance() }))
    .sort((a, b) => a.rank - b.rank)
    .slice(0, Math.ceil(COUNT / FOLDERS.length))
    .map(({ line }) => line);

export default {
  testRunner: "vitest",
  plugins: ["@stryker-mutator/vitest-runner"],
  mutate: FOLDERS.flatMap(sample),
  ignorePatterns: ["dist", "mutation"],
  mutator: { excludedMutations: ["StringLiteral"] },
  ignoreStatic: true,
  concurrency: 1,
  // The first run of all tests takes more than Stryker's five minutes where other work goes on beside.
  dryRunTimeoutMinutes: 60,
  reporters: ["progress-append-only", "clear-text"],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  // Beside the front-end, where none of its own tools looks.
  tempDirName: "../build/mutation",
};
