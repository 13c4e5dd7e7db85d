import { describe, expect, it } from "vitest";
import { change } from "../commands/actions";
import { board } from "../graph/testing";
import { clearance } from "./clearance";
import { arrived, checkResult, finding, report, testEditor } from "./testing";

async function checked(...bench: Parameters<typeof testEditor>) {
  const { editor, server } = testEditor(...bench);
  void editor.check();
  server.last.answer(checkResult({}));
  await arrived();
  return { editor, server };
}

const chain = board("input>conv2d:a");

describe("where no problem is listed", () => {
  it("says nothing before the first answer", () => {
    expect(clearance(testEditor(chain).editor)).toBe("unknown");
  });

  it("does not call an edit checked that the server never saw", async () => {
    const { editor, server } = await checked(chain);
    change(editor, ["a"], { out_channels: 16 });
    server.last.fail();
    await arrived();
    expect(clearance(editor)).toBe("unchecked");
    editor.server.retry();
    server.last.answer(checkResult({}));
    await arrived();
    expect(clearance(editor)).toBe("unverified");
  });

  it("sends to Verify only where Verify has not spoken", async () => {
    const { editor, server } = await checked(chain);
    expect(clearance(editor)).toBe("unverified");
    const done = editor.server.verify(editor.doc);
    server.last.answer(report({ findings: [finding("f1", "a")] }));
    await done;
    expect(clearance(editor)).toBe("checked");
    change(editor, ["a"], { out_channels: 16 });
    server.last.answer(checkResult({}));
    await arrived();
    expect(clearance(editor)).toBe("unverified");
  });
});
