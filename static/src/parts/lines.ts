/**
 * Texts of a lab in pieces. Whoever writes one may say the same thing twice: what is drawn of a piece is known by its
 * place, never by its words.
 */

/** A sheet is one fact a line; empty lines are for the writer's eye. */
export const factsIn = (text: string): readonly string[] =>
  text.split("\n").flatMap((line) => line.trim() || []);

/** An empty line stands between paragraphs. */
export const paragraphsIn = (text: string): readonly string[] => text.trim().split(/\n\s*\n/);
