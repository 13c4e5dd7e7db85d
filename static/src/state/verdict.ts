/**
 * How an answer of Verify reads. What is not there yet is a warning, what is wrong an error: only
 * the second is ever red.
 */
import type { Finding, Report } from "../api/types";
import type { MessageKey } from "../i18n";

/** How a finding looks: something is wrong there, or the work goes on from there. */
export type Tone = "bad" | "next";

export const toneOf = (finding: Pick<Finding, "severity">): Tone =>
  finding.severity === "error" ? "bad" : "next";

/** Whether nothing is wrong, so that what fails is only not there yet. */
export const unfinished = ({ diagnostics, findings }: Report): boolean =>
  [...diagnostics, ...findings].every(({ severity }) => severity !== "error");

/** Whether the mode tells right or wrong and no more. */
export const untold = ({ gates }: Report): boolean =>
  gates.length > 0 && gates.every(({ status }) => status === "not_checked");

/** How a gate looks; `open` has nothing wrong behind it, it is not reached yet. */
export function gateLook(
  report: Report,
  gate: Report["gates"][number],
): "passed" | "failed" | "open" | "not_checked" {
  return gate.status === "failed" && unfinished(report) ? "open" : gate.status;
}

/** The sentence that sums a report up; it takes the report's progress as values. */
export function verdictKey(report: Report): MessageKey {
  const { verdict, progress } = report;
  if (verdict === "incomplete" && progress.matched === 0) return "verdict.start";
  if (verdict === "invalid" && unfinished(report)) return "verdict.unfinished";
  if (verdict === "invalid" && report.diagnostics.some(({ name }) => name === "bad-parameter"))
    return "verdict.bad_value";
  if (verdict === "incorrect" && untold(report)) return "verdict.wrong";
  return `verdict.${verdict}`;
}
