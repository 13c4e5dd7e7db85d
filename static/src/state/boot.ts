/** What the page brings along, so that the canvas shows without a second round trip. */
import type { BlockInfo, LabInfo, Mode } from "../api/types";
import { type Document, withoutNulls } from "../graph/document";
import type { Form } from "../graph/layout";
import type { PortTable } from "../graph/ports";
import { isUntouched } from "../graph/untouched";
import { isLang, type Lang, preferredLang } from "../i18n";
import type { Layouts } from "./layouts";

export interface Boot {
  readonly lab: LabInfo;
  /** The whole catalogue: boards opened from files may hold blocks that the lab does not offer. */
  readonly blocks: readonly BlockInfo[];
  readonly mode: Mode;
  readonly lang: Lang;
  /** The token of the instructor's link that led here. */
  readonly link?: string | null | undefined;
  /** Whether this browser has shown the instructor's key. */
  readonly instructor?: boolean;
  /** Whether this is an empty canvas for a lab to be: nothing can be verified. */
  readonly sketch?: boolean;
  /** That the lab has no such mode as the address asks for; null where it does. */
  readonly noMode?: Readonly<Record<Lang, string>> | null;
  /** How far the device's clock is ahead of the server's, in ms; 0 where nothing depends on it. */
  readonly ahead?: number;
  /** The lab's starting board. */
  readonly board: Document;
  readonly urls: {
    /** Prefix of the API; empty for the page's own origin. */
    readonly api?: string;
    readonly home: string;
  };
}

/** What a board of a page belongs to: the lab, its mode, and the instructor's link that led there. */
export const homeOf = ({ slug, mode, assignment }: LabInfo): string =>
  [slug, mode, ...(assignment ? [assignment] : [])].join("/");

/** The ports of every block, by type. */
export const portTable = ({ blocks }: Boot): PortTable =>
  new Map(blocks.map(({ type, ports }) => [type, ports]));

/** A network that is given whole lies as the page itself would lay it out; so does one that nobody has laid out. */
export async function asLaidOut(boot: Boot, layouts: Layouts, form: Form): Promise<Boot> {
  const { board, lab } = boot;
  if (!lab.faulty && !isUntouched(board)) return boot;
  return { ...boot, board: await layouts.firstTime(board, portTable(boot), form) };
}

/** Read the page's `<script type="application/json" id="boot">`. */
export function readBoot(page: globalThis.Document): Boot {
  const text = page.getElementById("boot")?.textContent;
  if (!text) throw new Error('the page has no <script type="application/json" id="boot">');
  return parseBoot(JSON.parse(text) as Told);
}

/** What the page holds: some of it in the server's terms. */
type Told = Partial<Boot> & {
  /** The server's clock as it gave the page, in seconds since 1970. */
  readonly now?: number;
  readonly no_mode?: Readonly<Record<Lang, string>>;
};

export function parseBoot(value: Told): Boot {
  const { lab, blocks, mode, lang, board, urls, link, instructor, sketch, now, no_mode } = value;
  if (!lab || !blocks) throw new Error("boot data must hold `lab` and `blocks`");
  return {
    lab,
    blocks,
    mode: mode ?? lab.mode,
    lang: isLang(lang) ? lang : preferredLang(lang, []),
    board: withoutNulls(board ?? lab.start),
    urls: { home: "/", ...urls },
    link: link ?? null,
    instructor: instructor ?? false,
    sketch: sketch ?? false,
    noMode: no_mode ?? null,
    ahead: now === undefined ? 0 : Date.now() - now * 1000,
  };
}
