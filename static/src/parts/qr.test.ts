import { describe, expect, it } from "vitest";
import { codeOf, isOwnAlone } from "./qr";

describe("a code", () => {
  it("has its three eyes within a quiet zone", async () => {
    const code = await codeOf("http://10.0.0.2:8000/labs/se-module");
    expect(code).not.toBeNull();
    for (const [x, y] of [
      [4, 4],
      [(code?.size ?? 0) - 5, 4],
      [4, (code?.size ?? 0) - 5],
    ]) {
      expect(code?.path).toContain(`M${x} ${y}h1v1h-1z`);
    }
    expect(code?.path).not.toContain("M3 ");
  });

  it("is none where the text is longer than one holds", async () => {
    expect(await codeOf("x".repeat(3000))).toBeNull();
  });
});

it.each([
  ["localhost", true],
  ["127.0.0.1", true],
  ["[::1]", true],
  ["192.168.1.5", false],
  ["lab.school.example", false],
])("%s is this machine's alone: %s", (host, alone) => {
  expect(isOwnAlone(host)).toBe(alone);
});
