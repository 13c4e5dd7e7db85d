import { expect, it } from "vitest";
import { Editor } from "../state/editor.svelte";
import { bootWith } from "../state/testing";
import { sayNoMode } from "./mode";

const boot = bootWith();

it("a mode that the lab does not have is named, with those that it has", () => {
  const lab = { ...boot.lab, modes: ["guided", "exam"] } as typeof boot.lab;
  const editor = new Editor({ ...boot, lab, noMode: "foo" });
  sayNoMode(editor);
  expect(editor.session.notice?.text).toBe(
    "The address asks for the mode “foo”, which this lab does not have. It is open as Guided; its modes: Guided, Exam",
  );
  editor.setLang("zh-CN");
  expect(editor.session.notice?.text).toMatch(/没有“foo”这个模式.*引导、考试$/);
});

it("nothing is said where the mode is one of the lab's, or none was asked for", () => {
  const editor = new Editor(boot);
  sayNoMode(editor);
  expect(editor.session.notice).toBeNull();
});
