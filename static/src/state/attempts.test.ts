import { describe, expect, it } from "vitest";
import { remove } from "../commands/actions";
import { verify } from "../commands/build";
import { startOver } from "../commands/file";
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

  it("counts no attempt where no answer came", async () => {
    const exam = testEditor(chain, undefined, { attempts: "counted" });
    const lost = verify(exam.editor);
    exam.server.last.fail();
    await lost;
    await arrived();
    expect(exam.editor.attempts.count).toBe(0);
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

describe("Verify where nobody counts but the page", () => {
  const asked = async ({ editor, server }: ReturnType<typeof testEditor>): Promise<void> => {
    const done = verify(editor);
    server.last.answer(report());
    await done;
  };

  it("is counted for the lab report, with the hints, and says no number aloud", async () => {
    const guided = testEditor(chain);
    await asked(guided);
    await asked(guided);
    guided.editor.attempts.hinted();
    const { count, hints } = guided.editor.attempts;
    expect([count, hints]).toEqual([2, 1]);
    expect(guided.editor.session.announcement.text).toBe("Something differs: 0 of 2 steps match");
  });

  it("is no attempt when the same board is asked about in other words", async () => {
    const guided = testEditor(chain);
    await asked(guided);
    const again = guided.editor.server.again(guided.editor.doc);
    guided.server.last.answer(report());
    await again;
    expect(guided.editor.attempts.count).toBe(1);
  });

  it("is counted anew when the lab is begun anew, and on when that is undone", async () => {
    const guided = testEditor(chain);
    const { editor } = guided;
    const counted = () => [editor.attempts.count, editor.attempts.hints];
    remove(editor, ["a"]);
    await asked(guided);
    editor.attempts.hinted();
    startOver(editor);
    expect(counted()).toEqual([0, 0]);
    await asked(guided);
    editor.undo();
    expect(counted()).toEqual([2, 1]);
    editor.redo();
    expect(counted()).toEqual([0, 0]);
  });

  it("is the server's count in an exam, however often the board is begun anew", async () => {
    const { editor } = testEditor(chain, undefined, { attempts: "counted" });
    editor.attempts.told(told(2));
    remove(editor, ["a"]);
    startOver(editor);
    expect([editor.attempts.count, editor.attempts.token]).toEqual([2, "signed 2"]);
  });
});
