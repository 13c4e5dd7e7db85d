/** Room around the network when all of it is shown: more below, where the tools stand. */
export const FIT = { x: "24px", top: "24px", bottom: "64px" } as const;
/** The tools are away where the network is shown to a room. */
export const FIT_PRESENTED = "24px";
