/**
 * Findings counted by kind, so that many read as few. The kinds are coarse on purpose: they must not
 * say more than the findings' own messages do before any hint is asked for.
 */
import type { Finding } from "../api/types";

export type KindKey =
  | "kind.missing"
  | "kind.blocks"
  | "kind.wires"
  | "kind.parameters"
  | "kind.misread";

export interface Kind {
  readonly key: KindKey;
  readonly findings: readonly Finding[];
}

/** The families of Verify's codes. */
function keyOf({ code }: Finding): KindKey {
  if (code === "V201") return "kind.missing";
  if (code.startsWith("V20")) return "kind.blocks";
  if (code.startsWith("V21")) return "kind.wires";
  return code.startsWith("V4") ? "kind.misread" : "kind.parameters";
}

export function kinds(findings: readonly Finding[]): Kind[] {
  const groups = new Map<KindKey, Finding[]>();
  for (const finding of findings) {
    const key = keyOf(finding);
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  return [...groups].map(([key, found]) => ({ key, findings: found }));
}
