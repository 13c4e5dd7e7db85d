/** The server's sentences as they are read on screen: shapes in the order that the student chose. */
import type { CheckResult, Diagnostic, Hint, Notation, Report } from "./types";

/** A feature map as the server writes it, N×C×H×W; the batch is one image. */
const MAP = /(?<![\d×])1×(\d+)×(\d+)×(\d+)(?![\d×])/g;

/** Write the feature maps in a sentence in the given order. */
export const reworded = (sentence: string, order: Notation): string =>
  order === "NCHW" ? sentence : sentence.replace(MAP, "$2×$3×$1");

const diagnostic = (found: Diagnostic, order: Notation): Diagnostic => ({
  ...found,
  message: reworded(found.message, order),
  help: reworded(found.help, order),
});

export const rewordCheck = (result: CheckResult, order: Notation): CheckResult => ({
  ...result,
  diagnostics: result.diagnostics.map((each) => diagnostic(each, order)),
});

export const rewordReport = (report: Report, order: Notation): Report => ({
  ...report,
  findings: report.findings.map((each) => ({ ...each, message: reworded(each.message, order) })),
  diagnostics: report.diagnostics.map((each) => diagnostic(each, order)),
});

export const rewordHint = (hint: Hint, order: Notation): Hint => ({
  ...hint,
  message: reworded(hint.message, order),
});
