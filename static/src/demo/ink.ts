/** A wire that draws itself, on the canvas's own element: an effect, and nothing that is kept. */
import type { EdgeId } from "../graph/document";

/** Draw a wire from its beginning to its end in so many ms; at once where motion is unwanted. */
export function draw(id: EdgeId, ms: number): void {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const line = document.querySelector<SVGPathElement>(
    `.svelte-flow__edge[data-id="${CSS.escape(id)}"] .wire-line`,
  );
  if (!line) return;
  const length = line.getTotalLength();
  const strokeDasharray = `${length}`;
  line.animate(
    [
      { strokeDasharray, strokeDashoffset: length },
      { strokeDasharray, strokeDashoffset: 0 },
    ],
    { duration: ms, easing: "ease-in-out" },
  );
}
