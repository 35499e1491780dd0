// Where a dragged thing wants to lie: at a corner, on a wall, beside a room with a wall between, in line with others,
// on whole 5 cm. Lists are made once when a drag begins; each step is a search in sorted numbers.

import { bounds, nearest } from './geometry.js';

export const GRID = 50;
export const WALL = 115;

const rounded = (value, grid = GRID) => Math.round(value / grid) * grid;

/** The entry of sorted numbers nearest to a value, or undefined beyond the reach. */
export function closest(sorted, value, reach) {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  const [after, before] = [sorted[low], sorted[low - 1]];
  const best = after === undefined || (before !== undefined && value - before < after - value) ? before : after;
  return best !== undefined && Math.abs(best - value) <= reach ? best : undefined;
}

const ordered = (values) => [...new Set(values)].sort((a, b) => a - b);

/** What there is to snap to: the corners and walls of all other rooms. */
export function targets(rings) {
  const corners = rings.flat();
  return { rings, corners, xs: ordered(corners.map(([x]) => x)), ys: ordered(corners.map(([, y]) => y)) };
}

/** A point where it wants to lie. `from` is the corner before it: then 45° steps count too. */
export function point([x, y], { rings, corners, xs, ys }, reach, from = null) {
  for (const [cx, cy] of corners) {
    if (Math.abs(cx - x) <= reach && Math.abs(cy - y) <= reach) return { point: [cx, cy], kind: 'corner' };
  }
  if (from) {
    const turned = slanted([x, y], from, reach);
    if (turned) return turned;
  }
  const [lineX, lineY] = [closest(xs, x, reach), closest(ys, y, reach)];
  if (lineX !== undefined || lineY !== undefined) {
    return { point: [lineX ?? rounded(x), lineY ?? rounded(y)], kind: 'line', lineX, lineY };
  }
  for (const ring of rings) {
    for (let at = 0; at < ring.length; at += 1) {
      const found = nearest(ring, at, [x, y]);
      if (found.distance <= reach) return { point: found.point.map(Math.round), kind: 'edge' };
    }
  }
  return { point: [rounded(x), rounded(y)], kind: 'grid' };
}

/** Along 0°, 45°, 90° … from the corner before, in lengths of whole 5 cm. */
function slanted([x, y], [fx, fy], reach) {
  const [dx, dy] = [x - fx, y - fy];
  const long = Math.hypot(dx, dy);
  if (long < reach) return null;
  const angle = Math.round(Math.atan2(dy, dx) / (Math.PI / 4)) * (Math.PI / 4);
  const [ux, uy] = [Math.cos(angle), Math.sin(angle)];
  const along = dx * ux + dy * uy;
  if (Math.hypot(dx - along * ux, dy - along * uy) > reach) return null;
  const length = rounded(along);
  return { point: [Math.round(fx + ux * length), Math.round(fy + uy * length)], kind: 'angle' };
}

/** Prepare to move a room among others: `(dx, dy, reach) → {dx, dy, lineX, lineY}`. */
export function mover(ring, others, wall = WALL) {
  const own = bounds([ring]);
  const [xs, ys] = [[], []];
  for (const other of others) {
    const box = bounds([other]);
    // The same side in line, or a wall between two rooms.
    xs.push([box.left, 0], [box.right, 1], [box.right + wall, 0], [box.left - wall, 1]);
    ys.push([box.bottom, 0], [box.top, 1], [box.top + wall, 0], [box.bottom - wall, 1]);
  }
  const shifts = (found, low, high) => ordered(found.map(([value, side]) => value - (side ? high : low)));
  const [shiftsX, shiftsY] = [shifts(xs, own.left, own.right), shifts(ys, own.bottom, own.top)];
  return (dx, dy, reach) => {
    const [toX, toY] = [closest(shiftsX, dx, reach), closest(shiftsY, dy, reach)];
    return {
      dx: toX ?? rounded(own.left + dx) - own.left, dy: toY ?? rounded(own.bottom + dy) - own.bottom,
      lineX: toX === undefined ? undefined : own.left + toX, lineY: toY === undefined ? undefined : own.bottom + toY,
    };
  };
}
