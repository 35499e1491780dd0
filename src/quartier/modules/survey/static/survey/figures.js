// What a room looks like: paths for its floor, its walls and what stands in them. Upwards is negative on the screen.

import { bounds, clip, edge, frame } from './geometry.js';
import { WALL } from './snap.js';

const REACH = 1500; // no wall is thicker
const OUTDOOR = new Set(['balcony', 'terrace', 'roof_garden', 'loggia']);

const number = (value) => Math.round(value * 10) / 10;
export const at = ([x, y]) => `${number(x)} ${number(-y)}`;
export const ringPath = (ring) => (ring.length ? `M${ring.map(at).join('L')}Z` : '');
export const linePath = (...points) => `M${points.map(at).join('L')}`;
const out = ([x, y], [ox, oy], far) => [x + ox * far, y + oy * far];

export const isOutdoor = (room) => OUTDOOR.has(room.use);

/** The walls around a room as bands outside its edges; in the open only a parapet. */
export function wallsPath(room) {
  if (isOutdoor(room)) return '';
  const ring = room.outline;
  return ring.map((_, place) => {
    const thick = room.walls?.[place] ?? WALL;
    if (!thick) return '';
    const [a, b] = edge(ring, place);
    const { along, out: away } = frame(ring, place);
    const [from, to] = [out(a, along, -thick), out(b, along, thick)];
    return ringPath([from, to, out(to, away, thick), out(from, away, thick)]);
  }).join('');
}

/** How far an opening reaches: the wall's own thickness, or up to the next room or the outside. */
function depth(room, opening, context) {
  const own = room.walls?.[opening.edge - 1];
  if (own) return own;
  const { start, along, out: away } = frame(room.outline, opening.edge - 1);
  const middle = out(start, along, opening.offset + opening.width / 2);
  let best = REACH;
  for (const ring of context.rings) {
    if (ring === room.outline) continue;
    for (let place = 0; place < ring.length; place += 1) {
      const far = struck(middle, away, ring[place], ring[(place + 1) % ring.length]);
      if (far > 1 && far < best) best = far;
    }
  }
  return best < REACH ? best : WALL;
}

/** How far along a ray an edge is met, or 0. */
function struck([x, y], [dx, dy], [ax, ay], [bx, by]) {
  const [ex, ey] = [bx - ax, by - ay];
  const cross = dx * ey - dy * ex;
  if (Math.abs(cross) < 1e-6) return 0;
  const along = ((ax - x) * ey - (ay - y) * ex) / cross;
  const share = ((ax - x) * dy - (ay - y) * dx) / cross;
  return share >= 0 && share <= 1 ? along : 0;
}

function openingFigures(room, opening, context) {
  const { start, along, out: away } = frame(room.outline, opening.edge - 1);
  const thick = depth(room, opening, context);
  const a = out(start, along, opening.offset);
  const b = out(a, along, opening.width);
  const [c, d] = [out(b, away, thick), out(a, away, thick)];
  const figures = [{ d: ringPath([a, b, c, d]), class: 'gap' }];
  if (opening.kind === 'window') {
    figures.push({ d: linePath(a, b) + linePath(d, c) + linePath(out(a, away, thick / 2), out(b, away, thick / 2)), class: 'thin' });
  } else if (opening.kind === 'door') {
    figures.push({ d: leaves(opening, opening.inward === false ? [d, c, away] : [a, b, [-away[0], -away[1]]]), class: 'thin' });
  } else {
    figures.push({ d: linePath(a, b) + linePath(d, c), class: 'thin dashed' });
  }
  return figures;
}

/** Door leaves with their quarter arcs. */
function leaves(opening, [from, to, inward]) {
  const hinge = opening.hinge ?? 'start';
  const middle = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
  const leaf = (pivot, lock) => {
    const long = Math.hypot(lock[0] - pivot[0], lock[1] - pivot[1]);
    const open = out(pivot, inward, long);
    const turn = (lock[0] - pivot[0]) * (open[1] - pivot[1]) - (lock[1] - pivot[1]) * (open[0] - pivot[0]);
    return `${linePath(pivot, open)}M${at(open)}A${number(long)} ${number(long)} 0 0 ${turn > 0 ? 1 : 0} ${at(lock)}`;
  };
  if (hinge === 'both') return leaf(from, middle) + leaf(to, middle);
  return hinge === 'end' ? leaf(to, from) : leaf(from, to);
}

/** The floor beneath a slope that is lower than a height, as a ring; empty where all is higher. */
export function lowZone(room, slope, height) {
  if (slope.edge > room.outline.length || slope.knee >= height) return [];
  const { start, out: away } = frame(room.outline, slope.edge - 1);
  const far = (height - slope.knee) / Math.tan((Number(slope.pitch) * Math.PI) / 180);
  return clip(room.outline, out(start, away, -far), away);
}

function stairFigures(stair) {
  const box = bounds([stair.outline]);
  const figures = [{ d: ringPath(stair.outline), class: 'thin paper' }];
  const isWide = box.width >= box.height;
  let lines = '';
  for (let step = 1; step < stair.risers; step += 1) {
    const share = step / stair.risers;
    const [x, y] = [box.left + box.width * share, box.bottom + box.height * share];
    lines += isWide ? linePath([x, box.bottom], [x, box.top]) : linePath([box.left, y], [box.right, y]);
  }
  figures.push({ d: lines, class: 'thin' });
  return figures;
}

/** Everything in a room and its walls, from below to above: `[{d, class}]`. */
export function fittings(room, context) {
  const figures = [];
  const fits = (part) => part.edge >= 1 && part.edge <= room.outline.length;
  for (const slope of (room.slopes ?? []).filter(fits)) {
    for (const height of [2000, 1000]) {
      const zone = lowZone(room, slope, height);
      if (zone.length > 2) figures.push({ d: ringPath(zone), class: 'low' });
    }
  }
  for (const dormer of room.dormers ?? []) figures.push({ d: ringPath(dormer.outline), class: 'thin paper' });
  for (const stair of room.stairs ?? []) figures.push(...stairFigures(stair));
  for (const part of room.deductions ?? []) figures.push({ d: ringPath(part.outline), class: part.kind === 'void' ? 'thin paper' : 'void' });
  for (const part of (room.recesses ?? []).filter(fits)) {
    const { start, along, out: away } = frame(room.outline, part.edge - 1);
    const a = out(start, along, part.offset);
    const b = out(a, along, part.width);
    figures.push({ d: ringPath([a, b, out(b, away, part.depth), out(a, away, part.depth)]), class: 'gap' });
  }
  for (const opening of (room.openings ?? []).filter(fits)) figures.push(...openingFigures(room, opening, context));
  if (isOutdoor(room)) figures.push({ d: ringPath(room.outline), class: 'thin' });
  return figures;
}
