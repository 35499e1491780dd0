// Plain geometry of rings in whole millimetres. A preview only: areas that count come from the server.

/** Twice the area of a ring, positive where its corners run counter-clockwise. */
export function doubled(ring) {
  let sum = 0;
  for (let at = 0; at < ring.length; at += 1) {
    const [x, y] = ring[at];
    const [nx, ny] = ring[(at + 1) % ring.length];
    sum += x * ny - nx * y;
  }
  return sum;
}

export const area = (ring) => Math.abs(doubled(ring)) / 2;

export function bounds(rings) {
  let [left, bottom, right, top] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings) {
    for (const [x, y] of ring) {
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < bottom) bottom = y;
      if (y > top) top = y;
    }
  }
  return { left, bottom, right, top, width: right - left, height: top - bottom };
}

/** The two ends of an edge, counted from 0. */
export const edge = (ring, at) => [ring[at % ring.length], ring[(at + 1) % ring.length]];

export const distance = ([ax, ay], [bx, by]) => Math.hypot(bx - ax, by - ay);

/** Unit vectors along an edge and out of the room. */
export function frame(ring, at) {
  const [[ax, ay], [bx, by]] = edge(ring, at);
  const long = Math.hypot(bx - ax, by - ay) || 1;
  const along = [(bx - ax) / long, (by - ay) / long];
  const out = doubled(ring) >= 0 ? [along[1], -along[0]] : [-along[1], along[0]];
  return { start: [ax, ay], along, out, length: long };
}

/** The point on an edge nearest to a point, and how far along it lies. */
export function nearest(ring, at, [x, y]) {
  const { start, along, length } = frame(ring, at);
  const offset = Math.min(length, Math.max(0, (x - start[0]) * along[0] + (y - start[1]) * along[1]));
  const point = [start[0] + along[0] * offset, start[1] + along[1] * offset];
  return { point, offset, distance: distance(point, [x, y]) };
}

/** The edge of a ring nearest to a point. */
export function nearestEdge(ring, point) {
  let best = null;
  for (let at = 0; at < ring.length; at += 1) {
    const found = { at, ...nearest(ring, at, point) };
    if (!best || found.distance < best.distance) best = found;
  }
  return best;
}

export function contains(ring, [x, y]) {
  let inside = false;
  for (let at = 0, before = ring.length - 1; at < ring.length; before = at, at += 1) {
    const [ax, ay] = ring[at];
    const [bx, by] = ring[before];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

/** The part of a convex or concave ring on the inner side of a line through `from`, where `inward` points. */
export function clip(ring, from, inward) {
  const side = ([x, y]) => (x - from[0]) * inward[0] + (y - from[1]) * inward[1];
  const kept = [];
  for (let at = 0; at < ring.length; at += 1) {
    const [one, two] = edge(ring, at);
    const [a, b] = [side(one), side(two)];
    if (a >= 0) kept.push(one);
    if (a >= 0 !== b >= 0) {
      const share = a / (a - b);
      kept.push([one[0] + (two[0] - one[0]) * share, one[1] + (two[1] - one[1]) * share]);
    }
  }
  return kept;
}

/** Where a name stands best: in the middle where that is inside, else in the middle of the widest strip. */
export function heart(ring) {
  const box = bounds([ring]);
  let best = null;
  for (const share of [0.5, 0.35, 0.65, 0.2, 0.8]) {
    const y = box.bottom + box.height * share + 0.5;
    const cuts = [];
    for (let at = 0; at < ring.length; at += 1) {
      const [[ax, ay], [bx, by]] = edge(ring, at);
      if (ay > y !== by > y) cuts.push(ax + ((y - ay) / (by - ay)) * (bx - ax));
    }
    cuts.sort((a, b) => a - b);
    for (let at = 0; at + 1 < cuts.length; at += 2) {
      const width = cuts[at + 1] - cuts[at];
      if (!best || width > best.width * 1.15) best = { x: (cuts[at] + cuts[at + 1]) / 2, y, width };
    }
  }
  return best ?? { x: box.left + box.width / 2, y: box.bottom + box.height / 2, width: box.width };
}

/** Whether two edges of a ring cross each other. */
export function crosses(ring) {
  const turn = ([ax, ay], [bx, by], [cx, cy]) => Math.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax));
  for (let one = 0; one < ring.length; one += 1) {
    for (let two = one + 2; two < ring.length; two += 1) {
      if (one === 0 && two === ring.length - 1) continue;
      const [a, b] = edge(ring, one);
      const [c, d] = edge(ring, two);
      if (turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0) return true;
    }
  }
  return false;
}
