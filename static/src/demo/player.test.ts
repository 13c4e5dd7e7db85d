import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TestTimer } from "../state/testing";
import { Player } from "./player.svelte";
import { passes } from "./score";
import { SCORE } from "./testing";

function played() {
  const timer = new TestTimer();
  const player = new Player(SCORE, timer, () => 100);
  return { player, timer };
}

describe("forward", () => {
  it("goes on by itself to the next thing to say, and stays there", () => {
    const { player, timer } = played();
    player.forward();
    expect([player.at, player.motion]).toEqual([1, "still"]);
    player.forward();
    expect(player.at).toBe(2);
    timer.pass(100);
    expect(player.at).toBe(3);
    timer.pass(100);
    expect([player.at, player.motion]).toEqual([4, "still"]);
    timer.pass(10_000);
    expect(player.at).toBe(4);
  });

  it("is there at once when pressed again on the way", () => {
    const { player, timer } = played();
    player.jump(6);
    player.forward();
    player.forward();
    expect(player.at).toBe(11);
    timer.pass(10_000);
    expect(player.at).toBe(11);
  });

  it("ends at the end", () => {
    const { player } = played();
    player.jump(99);
    player.forward();
    expect(player.at).toBe(12);
  });
});

describe("playing", () => {
  it("waits at a question until somebody shows the answer", () => {
    const { player, timer } = played();
    player.toggle();
    for (let each = 0; each < 9; each += 1) timer.pass(100);
    expect([player.at, player.asks]).toEqual([4, true]);
    player.toggle();
    expect(player.at).toBe(5);
    for (let each = 0; each < 9; each += 1) timer.pass(100);
    expect([player.at, player.motion]).toEqual([12, "still"]);
  });

  it("stops where it is paused", () => {
    const { player, timer } = played();
    player.toggle();
    player.toggle();
    timer.pass(10_000);
    expect([player.at, player.motion]).toEqual([1, "still"]);
  });

  it("is as fast as it is told, at once", () => {
    const { player, timer } = played();
    player.toggle();
    player.setSpeed(4);
    timer.pass(25);
    expect(player.at).toBe(2);
    player.setSpeed(0.5);
    timer.pass(100);
    expect(player.at).toBe(2);
    timer.pass(100);
    expect(player.at).toBe(3);
  });

  it("begins again where it had ended", () => {
    const { player } = played();
    player.jump(12);
    player.toggle();
    expect([player.at, player.motion]).toEqual([0, "playing"]);
  });
});

describe("without questions", () => {
  it("plays from the beginning to the end, and never asks", () => {
    const { player, timer } = played();
    player.setAsking(false);
    const seen: number[] = [];
    player.onmove = () => seen.push(player.at);
    player.toggle();
    for (let each = 0; each < 12; each += 1) timer.pass(100);
    expect(seen).toEqual([1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect([player.asks, player.motion]).toEqual([false, "still"]);
  });

  it("answers the question that is on the screen", () => {
    const { player } = played();
    player.jump(4);
    player.setAsking(false);
    expect(player.at).toBe(5);
    player.back();
    expect(player.at).toBe(1);
    player.jump(4);
    expect(player.at).toBe(5);
  });

  it("asks again once it is told to", () => {
    const { player } = played();
    player.setAsking(false);
    player.setAsking(true);
    player.jump(1);
    player.forward();
    player.forward();
    expect([player.at, player.asks]).toEqual([4, true]);
  });
});

it("back leads from stop to stop", () => {
  const { player } = played();
  player.jump(12);
  const seen: number[] = [];
  while (player.at > 0) {
    player.back();
    seen.push(player.at);
  }
  expect(seen).toEqual([11, 6, 5, 4, 1, 0]);
});

it("whatever is pressed, it stands at a moment, and still only where somebody speaks", () => {
  const deed = fc.oneof(
    fc.constantFrom("forward", "back", "toggle", "pass", "asking"),
    fc.nat(14).map((at) => at),
  );
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 40 }), (deeds) => {
      const { player, timer } = played();
      let paused = false;
      for (const each of deeds) {
        if (typeof each === "number") player.jump(each);
        else if (each === "pass") timer.pass(100);
        else if (each === "asking") player.setAsking(!player.asking);
        else player[each]();
        paused ||= each === "toggle" || typeof each === "number";
        expect(SCORE.moments[player.at]).toBeDefined();
        expect(player.asks && !player.asking).toBe(false);
        if (player.motion === "still" && !paused) {
          expect(passes(SCORE.moments[player.at])).toBe(false);
        }
      }
    }),
  );
});
