import { existsSync } from "node:fs";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";
import { math } from "./math.ts";
import { packed } from "./packed.ts";
import { layered, scopeOf } from "./scoped.ts";
import { sharedParts } from "./shared.ts";

// Every page of the site is one entry; the server finds the hashed files through the manifest.
const entries = [
  "src/main.ts",
  "src/home.ts",
  "src/help.ts",
  "src/demo.ts",
  "src/links.ts",
  "src/make.ts",
].filter((path) => existsSync(path));

export default defineConfig({
  // Chunks find each other beside themselves, wherever in the web dist/ is mounted.
  base: "./",
  plugins: [
    svelte({ preprocess: layered, compilerOptions: { cssHash: scopeOf } }),
    math(),
    packed(),
  ],
  build: {
    target: "es2023",
    manifest: true,
    // An inlined asset is a data: URL, which the Content-Security-Policy would have to allow.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: entries, output: { codeSplitting: { groups: sharedParts() } } },
  },
  test: {
    include: ["src/**/*.test.ts"],
    environment: "node",
    setupFiles: ["src/i18n/testing.ts"],
    // Properties over hundreds of boards take their time where other work goes on beside.
    testTimeout: 60_000,
  },
  // Vitest would otherwise take Svelte's server build, in which runes do not react.
  resolve: process.env.VITEST ? { conditions: ["browser"] } : {},
});
