/** What every component of the demo shares. */
import { createContext } from "svelte";
import type { Stage } from "./stage.svelte";

export const [getStage, setStage] = createContext<Stage>();
