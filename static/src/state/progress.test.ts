import { describe, expect, it } from "vitest";
import { readMarks } from "../storage/marks";
import { Progress } from "./progress.svelte";

const shelf = (text: string | null = null) => ({
  text,
  getItem() {
    return this.text;
  },
  setItem(_key: string, value: string) {
    this.text = value;
  },
});

describe("what is begun and done on this device", () => {
  it("is remembered for each lab and mode by itself", () => {
    const kept = shelf();
    const guided = new Progress(kept, "se-module/guided");
    guided.begin();
    guided.finish();
    new Progress(kept, "se-module/exam").begin();
    expect(new Progress(kept, "se-module/guided").done).toBe(guided.done);
    expect(new Progress(kept, "se-module/exam").done).toBeNull();
    expect(Object.keys(readMarks(kept))).toEqual(["se-module/guided", "se-module/exam"]);
  });

  it("keeps the day on which it was done first", () => {
    const kept = shelf('{"a/guided":{"begun":1,"done":2}}');
    const progress = new Progress(kept, "a/guided");
    progress.finish();
    expect(progress.done).toBe(2);
  });

  it.each(["", "{", "[]", "3", '{"a/guided":7}'])("is nothing where %s is kept", (text) => {
    expect(readMarks(shelf(text))).toEqual({});
    expect(readMarks(null)).toEqual({});
  });
});
