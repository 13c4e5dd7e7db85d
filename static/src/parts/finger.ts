/** Whether a finger is what points here: it taps, and it has no keys, no Shift and no double click. */
export const pointsByFinger = (): boolean => matchMedia("(pointer: coarse)").matches;
