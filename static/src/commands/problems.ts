/** Walking through everything that is wrong, with F8 and Shift+F8. */
import type { EdgeId, NodeId } from "../graph/document";
import type { Concern, Editor } from "../state/editor.svelte";
import * as actions from "./actions";

/** Go to the next or previous thing that is wrong, and round again behind the last. */
export function visitProblem(editor: Editor, direction: 1 | -1): void {
  const { concerns } = editor;
  const here = whereWeAre(editor, concerns);
  const from = here < 0 && direction < 0 ? 0 : here;
  const next = concerns[(from + direction + concerns.length) % concerns.length];
  if (next) visit(editor, next);
}

function visit(editor: Editor, concern: Concern): void {
  goToConcern(editor, concern);
  editor.session.announce(concern.message);
}

/** Go to something that is wrong; the walk goes on from there. */
export function goToConcern(editor: Editor, concern: Concern): void {
  const place = placeOf(editor, concern);
  if ("id" in concern) actions.goToFinding(editor, concern);
  else if (place !== undefined) actions.goTo(editor, place);
  editor.session.visited = keyOf(concern);
}

/**
 * Where the walk stands: at what was visited last, unless the student has selected another thing
 * that is wrong since. Several things may be wrong at one block, so the selection alone cannot tell.
 */
function whereWeAre(editor: Editor, concerns: readonly Concern[]): number {
  const { visited, selection } = editor.session;
  const last = concerns.findIndex((each) => keyOf(each) === visited);
  const selected = concerns.map((each) => {
    const place = placeOf(editor, each);
    return place !== undefined && (selection.nodes.has(place) || selection.edges.has(place));
  });
  const first = selected.indexOf(true);
  return first < 0 || selected[last] ? last : first;
}

/** Where something is wrong: at a wire where that is what has to go, else at the block. */
export const placeOf = (
  { strays }: Editor,
  { nodes, edges }: Concern,
): NodeId | EdgeId | undefined => edges.find((id) => strays.wires.has(id)) ?? nodes[0] ?? edges[0];

/** The same thing after the server was asked again, or in another language. */
function keyOf(concern: Concern): string {
  if ("id" in concern) return concern.id;
  const { code, nodes, edges, parameter, port } = concern;
  return JSON.stringify([code, nodes, edges, parameter, port]);
}
