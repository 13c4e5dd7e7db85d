/** The demo's page: the stage that the class sees, or the presenter's view of it. */
import "./styles/lab-page.css";
import "./styles/demo.css";
import { mount } from "svelte";
import type { Score } from "./api/types";
import { Line } from "./demo/channel";
import NotesApp from "./demo/NotesApp.svelte";
import { PlaceMemory } from "./demo/place";
import StageApp from "./demo/StageApp.svelte";
import { Stage, staged } from "./demo/stage.svelte";
import { fetchWords } from "./i18n/words";
import { readBoot } from "./state/boot";
import { Editor } from "./state/editor.svelte";
import { Prefs } from "./state/prefs.svelte";
import { allowed } from "./storage/allowed";

interface DemoBoot {
  readonly demo: Score;
  readonly view: "stage" | "notes";
}

const target = document.getElementById("app");
if (!target) throw new Error("the page has no #app");
const boot = readBoot(document);
const text = document.getElementById("boot")?.textContent ?? "";
const { demo, view } = JSON.parse(text) as DemoBoot;
const line = new Line(boot.lab.slug);
const texts = allowed(() => localStorage);
const prefs = new Prefs(boot.lang, texts);
await fetchWords(prefs.lang);
target.replaceChildren();
if (view === "notes") {
  const home = boot.urls.home;
  mount(NotesApp, { target, props: { lab: boot.lab, home, score: demo, prefs, line } });
} else {
  const editor = new Editor(boot, { texts, prefs });
  const memory = new PlaceMemory(
    boot.lab.slug,
    allowed(() => sessionStorage),
  );
  const stage = new Stage(editor, await staged(editor, demo));
  const place = memory.read(location.hash);
  if (place) stage.restore(place);
  mount(StageApp, { target, props: { stage, memory, line } });
}
