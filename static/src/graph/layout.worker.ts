/** The worker that lays a board out: plain data comes in and goes out. `state/layouts.ts` asks it. */
import type { Document } from "./document";
import { type Form, type Places, placesOf } from "./layout";
import type { PortTable } from "./ports";

export interface Question {
  readonly number: number;
  readonly doc: Document;
  readonly table: PortTable;
  readonly form: Form;
}

export interface Answer {
  /** That of the question. */
  readonly number: number;
  readonly places: Places;
}

addEventListener("message", ({ data }: MessageEvent<Question>) => {
  const { number, doc, table, form } = data;
  postMessage({ number, places: placesOf(doc, table, form) } satisfies Answer);
});
