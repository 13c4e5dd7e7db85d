/** Made by the build from `formulas.json`; see `math.ts`. */
declare module "virtual:formulas" {
  /** MathML by the formula's name. */
  export const FORMULAS: Readonly<Record<string, string>>;
  /** The math font, as far as the formulas need it; null while nothing is built. */
  export const FONT_URL: string | null;
}
