import { describe, expect, it } from "vitest";
import type { WheelUse } from "../state/prefs.svelte";
import { meaningOf, type Turn } from "./wheel";

const turn = (given: Partial<Turn>): Turn => ({
  deltaX: 0,
  deltaY: 0,
  deltaMode: 0,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  ...given,
});

describe("a wheel and a trackpad", () => {
  it.each<[string, Partial<Turn>, WheelUse, string]>([
    ["a notch of a wheel", { deltaY: 120 }, "auto", "out"],
    ["a notch of a wheel that turns in lines", { deltaY: -3, deltaMode: 1 }, "auto", "in"],
    ["two fingers", { deltaY: 7 }, "auto", "pan"],
    ["two fingers that flick", { deltaX: -2, deltaY: 130 }, "auto", "pan"],
    ["two fingers on a dense screen", { deltaY: 130.5 }, "auto", "pan"],
    ["a pinch", { deltaY: -4, ctrlKey: true }, "auto", "in"],
    ["Ctrl and a wheel", { deltaY: 120, ctrlKey: true }, "pan", "out"],
    ["a wheel that was set to pan", { deltaY: 120 }, "pan", "pan"],
    ["fingers that were set to zoom", { deltaY: 7 }, "zoom", "out"],
    ["Shift and a wheel", { deltaY: 120, shiftKey: true }, "auto", "pan"],
  ])("%s", (_what, given, use, expected) => {
    const meaning = meaningOf(turn(given), use);
    const found = meaning.kind === "pan" ? "pan" : meaning.factor > 1 ? "in" : "out";
    expect(found).toBe(expected);
  });

  it("Shift turns a wheel sideways", () => {
    expect(meaningOf(turn({ deltaY: 120, shiftKey: true }), "auto")).toEqual({
      kind: "pan",
      x: -120,
      y: 0,
    });
  });

  it("one turn never leaps", () => {
    for (const deltaY of [-5000, 5000]) {
      const meaning = meaningOf(turn({ deltaY }), "zoom");
      expect(meaning.kind === "zoom" && meaning.factor).toBeGreaterThan(0.7);
      expect(meaning.kind === "zoom" && meaning.factor).toBeLessThan(1.4);
    }
  });
});
