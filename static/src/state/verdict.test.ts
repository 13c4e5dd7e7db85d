import { describe, expect, it } from "vitest";
import type { Diagnostic, Finding, Report } from "../api/types";
import { report } from "./testing";
import { gateLook, toneOf, verdictKey } from "./verdict";

const finding = (severity: Finding["severity"]) => ({ severity }) as Finding;
const diagnostic = (severity: Diagnostic["severity"]) => ({ severity }) as Diagnostic;
const failed = { id: "structure", status: "failed" } as Report["gates"][number];

describe("what is not there yet", () => {
  it("is not shown as wrong", () => {
    expect(toneOf(finding("warning"))).toBe("next");
    expect(toneOf(finding("error"))).toBe("bad");
  });

  it("leaves its gate open; only something wrong fails it", () => {
    expect(gateLook(report({ findings: [finding("warning")] }), failed)).toBe("open");
    expect(gateLook(report({ diagnostics: [diagnostic("warning")] }), failed)).toBe("open");
    const mixed = [finding("warning"), finding("error")];
    expect(gateLook(report({ findings: mixed }), failed)).toBe("failed");
    expect(gateLook(report(), { ...failed, status: "passed" })).toBe("passed");
  });

  it.each([
    ["verdict.start", { verdict: "incomplete", progress: { matched: 0, total: 21 } }],
    ["verdict.incomplete", { verdict: "incomplete", progress: { matched: 1, total: 21 } }],
    ["verdict.unfinished", { verdict: "invalid", diagnostics: [diagnostic("warning")] }],
    ["verdict.invalid", { verdict: "invalid", diagnostics: [diagnostic("error")] }],
    [
      "verdict.bad_value",
      {
        verdict: "invalid",
        diagnostics: [{ ...diagnostic("error"), name: "bad-parameter" } as Diagnostic],
      },
    ],
    [
      "verdict.wrong",
      { verdict: "incorrect", gates: [{ id: "structure", status: "not_checked" }] },
    ],
    ["verdict.incorrect", { verdict: "incorrect", findings: [finding("error")] }],
  ] as const)("is said in its own words: %s", (key, parts) => {
    expect(verdictKey(report(parts))).toBe(key);
  });
});
