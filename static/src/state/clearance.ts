/** What the list of problems may say where it has none: only what was looked at. */
import type { Editor } from "./editor.svelte";

/**
 * `unknown` there is no answer yet, `unchecked` the server never saw the last edit, `checked` nothing is
 * wrong with the network itself, `unverified` likewise, and Verify could say whether it is the right one.
 */
export type Clearance = "unknown" | "unchecked" | "checked" | "unverified";

export function clearance({ attempts, boot, server }: Editor): Clearance {
  if (server.checkState === "offline" || server.checkState === "refused") return "unchecked";
  if (server.result === null) return "unknown";
  const said = server.report !== null && !server.outdated;
  return said || boot.sketch || attempts.ended !== null ? "checked" : "unverified";
}
