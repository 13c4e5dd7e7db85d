/** What the parts of the canvas share: the flow arrays and the routes. */
import { createContext } from "svelte";
import type { Flow } from "./flow.svelte";

export const [getFlow, setFlow] = createContext<Flow>();
