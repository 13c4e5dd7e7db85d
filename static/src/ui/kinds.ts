/** Findings counted by kind, so that many read as few. */
import type { Finding } from "../api/types";
import type { MessageKey } from "../i18n";
import en from "../i18n/en.json";

export interface Kind {
  readonly key: MessageKey;
  readonly findings: readonly Finding[];
}

/** The kind's name in the catalogue; codes that it does not know yet are "another difference". */
const keyOf = (finding: Finding): MessageKey => {
  const key = `kind.${finding.name}`;
  return key in en ? (key as MessageKey) : "kind.other";
};

export function kinds(findings: readonly Finding[]): Kind[] {
  const groups = new Map<MessageKey, Finding[]>();
  for (const finding of findings) {
    const key = keyOf(finding);
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  return [...groups].map(([key, found]) => ({ key, findings: found }));
}
