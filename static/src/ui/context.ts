/** The editor of the page, for every component below the root. */
import { createContext } from "svelte";
import type { Editor } from "../state/editor.svelte";

export const [getEditor, setEditor] = createContext<Editor>();
