/** Where the curves are drawn: from grid and values to paths, in px. Pure. */

export interface Window {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const across = (value: number, { left, right }: Window, { x, width }: Area): number =>
  x + ((value - left) / (right - left)) * width;

export const down = (value: number, { bottom, top }: Window, { y, height }: Area): number =>
  y + ((top - value) / (top - bottom)) * height;

/** Path data of a curve, as far as it lies in the window. */
export function pathOf(
  grid: readonly number[],
  values: readonly number[],
  window: Window,
  area: Area,
): string {
  const points = grid.flatMap((x, at) => {
    const value = values[at];
    const inside =
      value !== undefined &&
      x >= window.left &&
      x <= window.right &&
      value >= window.bottom &&
      value <= window.top;
    if (!inside) return [];
    const [px, py] = [across(x, window, area), down(value, window, area)];
    return [`${px.toFixed(1)} ${py.toFixed(1)}`];
  });
  return points.length > 0 ? `M${points.join("L")}` : "";
}

/** The point of the grid that is nearest to a place in the area. */
export function nearest(
  grid: readonly number[],
  px: number,
  { left, right }: Window,
  { x, width }: Area,
): number {
  const value = left + ((px - x) / width) * (right - left);
  const inside = Math.max(left, Math.min(right, value));
  return grid.reduce(
    (best, each, at) =>
      Math.abs(each - inside) < Math.abs((grid[best] ?? 0) - inside) ? at : best,
    0,
  );
}
