/** The instructor's page that makes labs: a board becomes a draft, and a draft a lab. */
import { mount } from "svelte";
import { OwnLabs } from "./api/own-labs";
import type { Parsed } from "./graph/format";
import { fromFragment } from "./graph/link";
import MakeApp from "./make/MakeApp.svelte";
import { type MakeBoot, Making } from "./make/making.svelte";
import type { MakeKey } from "./make/words";
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

/** Begin with the board that the address carries, if it carries one; what is none stays there to be looked at. */
async function take(): Promise<void> {
  const { hash } = location;
  const board = await fromFragment(hash);
  making.link = linkTrouble(hash, board);
  if (!board?.ok) return;
  // A reload shows the draft as it stands, not the board again that it began with.
  history.replaceState(null, "", location.pathname + location.search);
  await making.begin(board.doc);
}

/** What to say of an address that carries something behind # which is no board. */
function linkTrouble(hash: string, board: Parsed | null): MakeKey | null {
  if (board) return board.ok ? null : "begin.bad_link";
  return hash === "" ? null : "begin.no_board_in_link";
}

await take();
addEventListener("hashchange", () => void take());
target.replaceChildren();
mount(MakeApp, { target, props: { making } });
