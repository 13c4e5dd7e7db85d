/** A picture that moves: silent, stopped by a button or a click, and still where the system asks for less motion. */

/**
 * Set a figure's picture going, or leave it still.
 *
 * A still is the same picture drawn once, which gives its first frame. The figure holds an `img`, a `canvas` for the
 * still, and two buttons: to stop it, and to let it move.
 */
export function movingPicture(figure: HTMLElement): HTMLImageElement {
  const image = figure.querySelector("img");
  const still = figure.querySelector("canvas");
  const [pause, play] = figure.querySelectorAll("button");
  if (!image || !still || !pause || !play) throw new Error("the figure lacks a part");

  function run(moving: boolean): void {
    image?.toggleAttribute("hidden", !moving);
    still?.toggleAttribute("hidden", moving);
    pause?.toggleAttribute("hidden", !moving);
    play?.toggleAttribute("hidden", moving);
  }

  function draw(): void {
    const { naturalWidth: width, naturalHeight: height } = image as HTMLImageElement;
    Object.assign(still as HTMLCanvasElement, { width, height });
    still?.getContext("2d")?.drawImage(image as HTMLImageElement, 0, 0);
  }

  image.addEventListener("load", draw);
  image.addEventListener("click", () => run(false));
  pause.addEventListener("click", () => {
    run(false);
    play.focus();
  });
  play.addEventListener("click", () => {
    run(true);
    pause.focus();
  });
  run(!matchMedia("(prefers-reduced-motion: reduce)").matches);
  return image;
}
