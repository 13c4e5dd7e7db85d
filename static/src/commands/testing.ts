/** An editor with a small chain, a canvas that notes what is asked of it, and commands to run. */

import type { Rect } from "../graph/document";
import { board } from "../graph/testing";
import type { Editor } from "../state/editor.svelte";
import type { CanvasPort } from "../state/session.svelte";
import { type TestServer, testEditor } from "../state/testing";
import { COMMAND } from "./table";

export const chain = board("input>conv2d:a>bneck:b>softmax");

export class TestCanvas implements CanvasPort {
  readonly calls: string[] = [];
  open = () => void this.calls.push("open");
  fit = (ids?: readonly string[]) => void this.calls.push(ids ? `fit ${ids.join(" ")}` : "fit");
  focus = (id: string | null) => void this.calls.push(`focus ${id}`);
  holdsFocus = () => false;
  show = ({ x, y, width, height }: Rect) =>
    void this.calls.push(`show ${x} ${y} ${width} ${height}`);
  zoomBy = (factor: number) => void this.calls.push(`zoomBy ${factor}`);
  zoomTo = (zoom: number) => void this.calls.push(`zoomTo ${zoom}`);
  reveal = (id: string) => void this.calls.push(`reveal ${id}`);
  centre = () => ({ x: 100, y: 400 });
  keep = (ids: readonly string[]) => void this.calls.push(`keep ${ids.join(" ")}`);
  glimpse = (ids: readonly string[]) => void this.calls.push(`glimpse ${ids.join(" ")}`);
  area = () => ({ x: 0, y: 0, width: 800, height: 600 });
  savePicture = async (format: string) => void this.calls.push(`picture ${format}`);
}

export interface Bench {
  readonly editor: Editor;
  readonly server: TestServer;
  readonly canvas: TestCanvas;
}

export function bench(...selected: string[]): Bench {
  const { editor, server } = testEditor(chain);
  const canvas = new TestCanvas();
  editor.session.canvas = canvas;
  editor.session.select(selected);
  return { editor, server, canvas };
}

export const run = (id: string, editor: Editor): unknown => {
  const command = COMMAND.get(id);
  if (!command?.enabled(editor)) throw new Error(`${id} cannot run`);
  return command.run(editor);
};
