/** Open the editor on a page: the stored board or the lab's, or the one in the link. */
import { load } from "./commands/file";
import { renew } from "./commands/tidy";
import { fromFragment, goesOnAt } from "./graph/link";
import { fetchWords } from "./i18n/words";
import { SKIP } from "./parts/page";
import { asLaidOut, type Boot, homeOf } from "./state/boot";
import { Editor } from "./state/editor.svelte";
import { Layouts } from "./state/layouts";
import { Prefs } from "./state/prefs.svelte";
import { allowed } from "./storage/allowed";
import { openDatabase } from "./storage/database";
import { DeviceStore } from "./storage/device-store";
import { Keeper } from "./storage/keeper.svelte";
import { Ownership } from "./storage/ownership";
import { type BoardId, type BoardStore, type Loaded, randomId } from "./storage/store";

/** How long the browser may take to open its storage before the editor starts without, in ms. */
const PATIENCE_MS = 10_000;

/** Resolves with an editor in any case; where nothing can be stored, its badge says so. */
export async function openEditor(boot: Boot): Promise<Editor> {
  const home = homeOf(boot.lab);
  const tab = tabMemory(home);
  const texts = allowed(() => localStorage);
  const prefs = new Prefs(boot.lang, texts);
  const [stored] = await Promise.all([openStored(home, tab.read()), fetchWords(prefs.lang)]);
  const layouts = new Layouts();
  const given = await asLaidOut(boot, layouts, prefs.get("form"));
  const editor = new Editor(given, { texts, prefs, layouts }, stored?.loaded?.history);
  editor.session.viewport = stored?.loaded?.view ?? null;
  if (stored?.loaded) editor.recall(stored.loaded.attempts);
  if (stored) {
    const keeper = new Keeper(editor, {
      store: stored.store,
      board: stored.board,
      home,
      writer: randomId(),
      stored: stored.loaded?.history ?? null,
      remember: tab.write,
    });
    stored.handlers.keeper = keeper;
    tab.write(stored.board);
    await keeper.begin(stored.ownership, stored.owned);
    editor.storage = keeper;
    flushWhenHidden(keeper);
    goOnWhenSeen(keeper);
  }
  if (editor.writable) await renew(editor);
  // The stored view is another board's: the one in the link is shown whole.
  if (await openLink(editor)) editor.session.viewport = null;
  const { noMode } = boot;
  if (noMode) editor.session.refuse(() => noMode[editor.prefs.lang]);
  void editor.check();
  // A link to the page that is open already changes nothing but the fragment.
  addEventListener("hashchange", () => void openLink(editor));
  addEventListener("online", () => editor.server.retry());
  return editor;
}

interface Stored {
  readonly store: BoardStore;
  readonly board: BoardId;
  readonly ownership: Ownership;
  readonly owned: boolean;
  readonly loaded: Loaded | null;
  readonly handlers: { keeper: Keeper | null };
}

/** Ask for the board before reading it, so that nobody writes in between. */
async function openStored(home: string, remembered: string | null): Promise<Stored | null> {
  try {
    const store = new DeviceStore(await inTime(openDatabase()));
    const board = await store.boardOf(home, remembered);
    const handlers: { keeper: Keeper | null } = { keeper: null };
    const channel = new BroadcastChannel("bneck-lab");
    const ownership = new Ownership(board, navigator.locks ?? null, channel, {
      onasked: () => handlers.keeper?.handOver() ?? true,
      onlost: () => handlers.keeper?.lose(),
      onsaved: () => void handlers.keeper?.follow(),
    });
    const owned = await ownership.acquire();
    return { store, board, ownership, owned, loaded: await store.load(board), handlers };
  } catch (error) {
    // A private window or a full disk: the editor works, and the badge says that nothing is saved.
    console.error("boards cannot be stored on this device:", error);
    return null;
  }
}

/** A storage that neither opens nor fails must not keep the student from the lab. */
function inTime<T>(promise: Promise<T>): Promise<T> {
  const late = new Promise<never>((_resolve, reject) => {
    setTimeout(() => reject(new Error("the storage does not open")), PATIENCE_MS);
  });
  return Promise.race([promise, late]);
}

function flushWhenHidden(keeper: Keeper): void {
  const flush = (): void => void keeper.flush();
  addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") flush();
  });
}

function goOnWhenSeen(keeper: Keeper): void {
  const goOn = (): void => void keeper.goOn();
  addEventListener("focus", goOn);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") goOn();
  });
}

/** A board in the link is opened as an edit of the stored one, so that undo brings that back. */
async function openLink(editor: Editor): Promise<boolean> {
  const parsed = await fromFragment(location.hash);
  if (!parsed) {
    // The way past the header is an address, too.
    if (location.hash !== "" && location.hash !== SKIP)
      editor.session.refuse(() => editor.t("file.no_board_in_link"));
    return false;
  }
  if (!parsed.ok) return load(editor, parsed);
  editor.session.goesOn = goesOnAt(location.hash);
  history.replaceState(history.state, "", location.pathname + location.search);
  return load(editor, parsed);
}

/** A tab comes back to its own board when it is reloaded, also to a copy. */
function tabMemory(home: string) {
  const key = `bneck-lab board ${home}`;
  const memory = allowed(() => sessionStorage);
  return {
    read: (): string | null => memory?.getItem(key) ?? null,
    write: (board: BoardId): void => memory?.setItem(key, board),
  };
}
