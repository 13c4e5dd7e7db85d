import { describe, expect, it } from "vitest";
import { verify } from "../commands/build";
import { board } from "../graph/testing";
import { Attempts } from "./attempts.svelte";
import { arrived, report, testEditor } from "./testing";

const chain = board("input>conv2d:a>softmax");
const told = (used: number) => ({ used, left: 3 - used, tally: `signed ${used}`, ended: null });

describe("attempts", () => {
  it("are what the server says of them, and go on from what was stored", () => {
    const before = new Attempts(true);
    before.told(told(2));
    const after = new Attempts(true);
    after.restore(structuredClone(before.tally));
    expect([after.count, after.left, after.token]).toEqual([2, 1, "signed 2"]);
  });

  it("say that one was counted, so that it is kept", () => {
    const attempts = new Attempts(true);
    let counted = 0;
    attempts.oncount = () => {
      counted += 1;
    };
    attempts.told(told(1));
    attempts.told(told(1));
    expect(counted).toBe(1);
  });
});

describe("Verify in an exam", () => {
  it("says which attempt it was, and sends the server's word with the next", async () => {
    const { editor, server } = testEditor(chain, undefined, { attempts: "counted" });
    for (const used of [1, 2]) {
      const done = verify(editor);
      expect(server.last.body.tally).toBe(used === 1 ? undefined : "signed 1");
      server.last.answer({ ...report(), attempts: told(used) });
      await done;
      expect(editor.session.announcement.text).toBe(
        `Attempt ${used}. Something differs: 0 of 2 steps match`,
      );
    }
  });

  it("counts no attempt where no answer came, and none outside of exams", async () => {
    const exam = testEditor(chain, undefined, { attempts: "counted" });
    const lost = verify(exam.editor);
    exam.server.last.fail();
    await lost;
    const guided = testEditor(chain);
    const done = verify(guided.editor);
    guided.server.last.answer(report());
    await done;
    await arrived();
    expect([exam.editor.attempts.count, guided.editor.attempts.count]).toEqual([0, 0]);
  });

  it("says in the server's words why there is none any more", async () => {
    const { editor, server } = testEditor(chain, undefined, { attempts: "counted" });
    const done = verify(editor);
    const title = "There are no attempts left.";
    server.last.answer({ type: "/problems/no-attempts-left", title, detail: "Safe." }, 403);
    await done;
    expect(editor.session.notice?.text).toBe("There are no attempts left. Safe.");
  });
});
