/** The instructor's page that makes labs: a board becomes a draft, and a draft a lab. */
import { mount } from "svelte";
import { OwnLabs } from "./api/own-labs";
import { fromFragment } from "./graph/link";
import MakeApp from "./make/MakeApp.svelte";
import { type MakeBoot, Making } from "./make/making.svelte";
import { wireBar } from "./parts/bar";
import { allowed } from "./storage/allowed";
import "./styles/make-page.css";

const target = document.getElementById("app");
const text = document.getElementById("boot")?.textContent;
if (!target || !text) throw new Error("the page has no #app or no #boot");
const boot = JSON.parse(text) as MakeBoot;
const making: Making = new Making(
  boot,
  new OwnLabs(boot.urls.api ?? "", () => making.lang),
  allowed(() => sessionStorage),
);
wireBar((lang) => {
  making.lang = lang;
});

/** Begin with the board that the address carries, if it carries one. */
async function take(): Promise<void> {
  const board = await fromFragment(location.hash);
  if (!board) return;
  // A reload shows the draft as it stands, not the board again that it began with.
  history.replaceState(null, "", location.pathname + location.search);
  if (board.ok) await making.begin(board.doc);
  else making.trouble = making.t("begin.bad_file");
}

await take();
addEventListener("hashchange", () => void take());
target.replaceChildren();
mount(MakeApp, { target, props: { making } });
