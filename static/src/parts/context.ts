/** What every component below the root shares: the editor of the page, and the ticks of its lab. */
import { createContext } from "svelte";
import type { Editor } from "../state/editor.svelte";
import type { Ticks } from "../state/ticks.svelte";

export const [getEditor, setEditor] = createContext<Editor>();
export const [getTicks, setTicks] = createContext<Ticks>();
