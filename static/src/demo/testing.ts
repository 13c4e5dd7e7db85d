/** A small score: three blocks behind an input in two steps, the first of which asks. */
import type { Moment, Score, StepInfo } from "../api/types";
import { layout } from "../graph/layout";
import { board, PORTS } from "../graph/testing";
import { TestTimer, testEditor } from "../state/testing";
import { Stage } from "./stage.svelte";

const text = (en: string) => ({ en, "zh-CN": `${en}（中）` });

const moment = (kind: Moment["kind"], rest: Partial<Moment> = {}): Moment => ({ kind, ...rest });

const step = (number: number, input_shape: number[], output_shape: number[]): StepInfo => ({
  number,
  title: text(`Title ${number}`),
  task: text(`Task ${number}`),
  think: text(`Think ${number}`),
  sheet: text(`Values ${number}\nReason ${number}`),
  input_shape,
  output_shape,
  asked: false,
});

export const network = board("input>conv2d:a>bneck:b>softmax:c");

export const SCORE: Score = {
  opening: text("Build it"),
  closing: text("Built: look back at the bneck"),
  board: network,
  given: ["input"],
  moments: [
    moment("open"),
    moment("say", { step: 1 }),
    moment("place", { step: 1, node: "a" }),
    moment("wire", { step: 1, edge: "e-1" }),
    moment("ask", { step: 1 }),
    moment("show", { step: 1 }),
    moment("say", { step: 2 }),
    moment("place", { step: 2, node: "b" }),
    moment("wire", { step: 2, edge: "e-2" }),
    moment("place", { step: 2, node: "c" }),
    moment("wire", { step: 2, edge: "e-3" }),
    moment("show", { step: 2 }),
    moment("end"),
  ],
  steps: [step(1, [1, 3, 8, 8], [1, 4, 4, 4]), step(2, [1, 4, 4, 4], [1, 4, 4, 4])],
  table: null,
  slips: [
    {
      name: "nl",
      step: 2,
      node: "b",
      title: text("Mixed up"),
      nodes: [{ id: "b", type: "bneck", position: { x: 0, y: 0 }, data: { nl: "HS" } }],
      cut: [],
      edges: [],
      whole: false,
    },
    {
      name: "behind",
      step: 1,
      node: "a",
      title: text("Behind"),
      nodes: [
        { id: "a", type: "conv2d", position: { x: 0, y: 0 }, data: {} },
        { id: "s", type: "squeeze_excite", position: { x: 0, y: 0 }, data: {} },
      ],
      cut: ["e-2"],
      edges: [
        { id: "x-1", source: "a", target: "s" },
        { id: "x-2", source: "s", target: "b" },
      ],
      whole: false,
    },
    {
      name: "everywhere",
      step: 2,
      node: "a",
      title: text("Everywhere"),
      nodes: [{ id: "b", type: "bneck", position: { x: 0, y: 0 }, data: { nl: "RE" } }],
      cut: [],
      edges: [],
      whole: true,
    },
  ],
  inside: { bneck: { expand: { title: text("Expand"), text: text("Wider.") } } },
};

/** A stage whose clock and server are in the test's hands. */
export function testStage(score = SCORE) {
  const { editor, server } = testEditor(board("input"));
  const timer = new TestTimer();
  return {
    stage: new Stage(editor, { ...score, board: layout(network, PORTS, "snake") }, timer),
    editor,
    server,
    timer,
  };
}
