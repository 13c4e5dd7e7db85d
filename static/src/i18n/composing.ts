/** Words that are composed of several keys, as Chinese is written. */

/**
 * Whether a key is an input method's: Enter takes over what was composed and arrows go through what it offers, and neither
 * is a wish of the page. In Safari the composition has ended by the time its Enter is told, but the key has its number.
 */
export const composes = ({ isComposing, keyCode }: KeyboardEvent): boolean =>
  isComposing || keyCode === 229;
