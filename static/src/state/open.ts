/** Open the editor on a page: the stored board or the lab's, or the one in the link. */
import { load } from "../commands/file";
import { fromFragment } from "../graph/link";
import { type Database, type Loaded, loadBoard, openDatabase } from "../storage/database";
import { Keeper, randomId } from "../storage/keeper.svelte";
import { Ownership } from "../storage/ownership";
import type { Boot } from "./boot";
import { Editor } from "./editor.svelte";
import type { Keeper as PrefKeeper } from "./prefs.svelte";

/** Resolves with an editor in any case; where nothing can be stored, its badge says so. */
export async function openEditor(boot: Boot): Promise<Editor> {
  const home = `${boot.lab.slug}/${boot.mode}`;
  const tab = sessionBoard(home);
  const stored = await readStored(tab.board);
  const editor = new Editor(boot, { keeper: prefsKeeper() }, stored?.loaded?.history);
  editor.session.viewport = stored?.loaded?.view ?? null;
  if (stored) await keep(editor, stored.db, home, tab, stored.loaded);
  await openLink(editor);
  void editor.check();
  addEventListener("online", () => editor.server.retry());
  return editor;
}

interface Stored {
  readonly db: Database;
  readonly loaded: Loaded | null;
}

async function readStored(board: string): Promise<Stored | null> {
  try {
    const db = await openDatabase();
    return { db, loaded: await loadBoard(db, board) };
  } catch (error) {
    // A private window or a full disk: the editor works, and the badge says that nothing is saved.
    console.error("boards cannot be stored on this device:", error);
    return null;
  }
}

async function keep(
  editor: Editor,
  db: Database,
  home: string,
  tab: TabBoard,
  loaded: Loaded | null,
): Promise<void> {
  const keeper = new Keeper(editor, {
    db,
    board: tab.board,
    home,
    writer: randomId(),
    stored: loaded?.history ?? null,
    remember: tab.remember,
  });
  const ownership = new Ownership(
    tab.board,
    navigator.locks ?? null,
    new BroadcastChannel("bneck-lab"),
    {
      onlost: () => keeper.handOver(),
      onsaved: () => void keeper.follow(),
    },
  );
  await keeper.begin(ownership, await ownership.acquire());
  editor.storage = keeper;
  const flush = (): void => void keeper.flush();
  addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") flush();
  });
}

/** A board in the link is opened as an edit of the stored one, so that undo brings that back. */
async function openLink(editor: Editor): Promise<void> {
  const parsed = await fromFragment(location.hash);
  if (!parsed) return;
  load(editor, parsed);
  history.replaceState(history.state, "", location.pathname + location.search);
}

interface TabBoard {
  readonly board: string;
  readonly remember: (board: string) => void;
}

/** A tab that works on a copy comes back to that copy when it is reloaded. */
function sessionBoard(home: string): TabBoard {
  const key = `bneck-lab board ${home}`;
  return {
    board: sessionStorage.getItem(key) ?? home,
    remember: (board) => sessionStorage.setItem(key, board),
  };
}

function prefsKeeper(): PrefKeeper | null {
  try {
    return localStorage;
  } catch {
    // Storage is forbidden by the browser's settings: choices hold for this visit.
    return null;
  }
}
