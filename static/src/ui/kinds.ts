/** Findings counted by family, so that many read as few. */
import type { Family, Finding } from "../api/types";

export interface Kind {
  readonly key: `kind.${Family}`;
  readonly findings: readonly Finding[];
}

export function kinds(findings: readonly Finding[]): Kind[] {
  const families = new Set(findings.map(({ family }) => family));
  return [...families].map((family) => ({
    key: `kind.${family}`,
    findings: findings.filter((each) => each.family === family),
  }));
}
