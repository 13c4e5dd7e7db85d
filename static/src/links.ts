/** The instructor's form: terms in, a link and its QR code out. */
import type { Problem, Terms } from "./api/types";
import { copyText } from "./commands/copy-text";
import type { Lang } from "./i18n";
import { wireBar } from "./parts/bar";
import { type Code, codeOf, isOwnAlone } from "./parts/qr";
import "./styles/links-page.css";

interface LabChoice {
  readonly slug: string;
  /** The deepest hint of each mode that the lab is given in. */
  readonly caps: Readonly<Partial<Record<Terms["mode"], number>>>;
  /** With how many faults it opens; null where it is no find-the-fault lab. */
  readonly faults: number | null;
}

function find<T extends Element>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no #${id}`);
  return found;
}

const form = find("terms", HTMLFormElement);
const lab = find("lab", HTMLSelectElement);
const mode = find("mode", HTMLSelectElement);
const cap = find("hint_cap", HTMLSelectElement);
const attempts = find("attempts", HTMLInputElement);
const deadline = find("deadline", HTMLInputElement);
const faults = find("faults", HTMLInputElement);
const same = find("same", HTMLInputElement);
const made = find("made", HTMLElement);
const link = find("link", HTMLTextAreaElement);
const refused = find("refused", HTMLElement);
const copied = find("copied", HTMLElement);
const labs = JSON.parse(form.dataset.labs ?? "[]") as readonly LabChoice[];
let lang: Lang = "zh-CN";

/** Offer of a list what a test lets through, and choose another where the choice went. */
function offer(list: HTMLSelectElement, may: (value: string) => boolean, last = false): void {
  for (const option of list.options) {
    option.disabled = !may(option.value);
    option.hidden = option.disabled;
  }
  const open = [...list.options].filter((option) => !option.disabled);
  if (list.selectedOptions[0]?.disabled !== false || last) {
    list.value = (last ? open.at(-1) : open[0])?.value ?? "";
  }
}

const chosen = (): LabChoice | undefined => labs.find(({ slug }) => slug === lab.value);

function changeLab(): void {
  const usual = chosen()?.faults ?? null;
  find("find", HTMLFieldSetElement).hidden = usual === null;
  find("find", HTMLFieldSetElement).disabled = usual === null;
  faults.value = String(usual ?? "");
  narrow();
}

function narrow(): void {
  const caps = chosen()?.caps ?? {};
  offer(mode, (value) => value in caps);
  const deepest = caps[mode.value as Terms["mode"]] ?? 0;
  offer(cap, (value) => Number(value) <= deepest, true);
}

const NO_FAULTS = { seed: null, faults: null, kinds: null };

const terms = (): Terms => ({
  lab: lab.value,
  mode: mode.value as Terms["mode"],
  hint_cap: Number(cap.value),
  attempts: attempts.value === "" ? null : attempts.valueAsNumber,
  deadline: deadline.value === "" ? null : Math.floor(Date.parse(deadline.value) / 1000),
  ...(chosen()?.faults == null ? NO_FAULTS : faultsChosen()),
});

function faultsChosen(): Pick<Terms, "seed" | "faults" | "kinds"> {
  const kinds = [...form.querySelectorAll<HTMLInputElement>("[name=kinds]:checked")];
  return {
    // Which seed it is does not matter, as long as it is the same for all of this link.
    seed: same.checked ? (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) : null,
    faults: faults.valueAsNumber,
    kinds: kinds.map(({ value }) => value as NonNullable<Terms["kinds"]>[number]),
  };
}

/** The link that is on its way: where the terms change meanwhile, it is not waited for. */
let asking = new AbortController();

async function make(): Promise<void> {
  putAway();
  copied.hidden = true;
  const { signal } = asking;
  try {
    const response = await fetch(`${form.dataset.base ?? ""}/api/links`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Accept-Language": lang },
      body: JSON.stringify(terms()),
      signal,
    });
    if (!response.ok) throw new Error(((await response.json()) as Problem).title);
    const { path } = (await response.json()) as { readonly path: string };
    const address = new URL(path, location.href).href;
    const code = await codeOf(address);
    if (!signal.aborted) show(address, code);
  } catch (error) {
    if (signal.aborted) return;
    refused.textContent = error instanceof Error ? error.message : String(error);
    refused.hidden = false;
  }
}

function show(address: string, code: Code | null): void {
  link.value = address;
  find("open", HTMLAnchorElement).href = address;
  find("local", HTMLElement).hidden = !isOwnAlone(location.hostname);
  const picture = find("code", SVGSVGElement);
  picture.toggleAttribute("hidden", code === null);
  if (code) {
    picture.setAttribute("viewBox", `0 0 ${code.size} ${code.size}`);
    picture.querySelector("path")?.setAttribute("d", code.path);
  }
  made.hidden = false;
  find("made-title", HTMLElement).focus();
}

async function copy(): Promise<void> {
  copied.hidden = !(await copyText(link.value));
  // Without leave to write to the clipboard, the link is there to be copied by hand.
  if (copied.hidden) link.select();
}

/** What stands below is the link of other terms: it is not to be given out for these. */
function putAway(): void {
  asking.abort();
  asking = new AbortController();
  made.hidden = true;
  refused.hidden = true;
}

form.addEventListener("input", putAway);
lab.addEventListener("change", changeLab);
mode.addEventListener("change", narrow);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  void make();
});
find("copy", HTMLButtonElement).addEventListener("click", () => void copy());

// The page that makes labs leads here with the lab that it has made.
const named = location.hash.slice(1);
if (labs.some(({ slug }) => slug === named)) lab.value = named;
changeLab();
// What is chosen before anybody listens would be lost, and what is pressed would send nothing and say nothing.
find("all", HTMLFieldSetElement).disabled = false;
wireBar((shown) => {
  lang = shown;
  for (const bare of document.querySelectorAll<HTMLElement | SVGElement>("[data-zh]")) {
    bare.textContent = (shown === "en" ? bare.dataset.en : bare.dataset.zh) ?? "";
  }
});
