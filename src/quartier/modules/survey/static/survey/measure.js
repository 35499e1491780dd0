// Measures as people type them, read into whole millimetres and written back. The same cases as the server's reader
// (rules/entry.py): modules/survey/tests/measures.json.

const FACTOR = { mm: 1, cm: 10, m: 1000 };
export const SHORTEST = 200;
export const LONGEST = 60_000;
const NUMBER = '(\\d{1,6}(?:[.,]\\d{1,4})?)\\s*(mm|cm|m)?';
const LENGTH = new RegExp(`^${NUMBER}$`, 'i');
const PRODUCT = new RegExp(`^${NUMBER}\\s*[x×*]\\s*${NUMBER}$`, 'i');
const STEP = new RegExp(`${NUMBER}\\s*([rlou→←↑↓])[\\s,;]*`, 'iy');
const CORNER = /\(\s*(-?\d{1,3}(?:[.,]\d{1,3})?)\s*\|\s*(-?\d{1,3}(?:[.,]\d{1,3})?)\s*\)[\s,;]*/y;
const WAYS = { r: [1, 0], l: [-1, 0], o: [0, 1], u: [0, -1], '→': [1, 0], '←': [-1, 0], '↑': [0, 1], '↓': [0, -1] };
const TOLERANCE = 20; // mm by which a way along walls may miss its start

const fault = (kind) => ({ fault: kind });
const thousandths = (text) => {
  const [whole, part = ''] = text.replace(',', '.').split('.');
  return Number(whole) * 10_000 + Number(part.padEnd(4, '0'));
};

function millimetres(number, unit, least = SHORTEST, most = LONGEST) {
  const mm = (thousandths(number) * FACTOR[(unit || 'm').toLowerCase()]) / 10_000;
  if (!unit && mm > most) return fault('unit');
  if (mm !== Math.floor(mm)) return fault('fine');
  return mm >= least && mm <= most ? { mm } : fault('range');
}

/** One length, `{mm}`, or why it is none: empty, number, unit (metres cannot be meant), fine, range. */
export function length(text, least = SHORTEST, most = LONGEST) {
  const plain = text.trim();
  if (!plain) return fault('empty');
  const found = LENGTH.exec(plain);
  return found ? millimetres(found[1], found[2], least, most) : fault('number');
}

/** An outline beginning at the origin, `{outline}`, or why it is none. Parts with a plus, walls in order, corners. */
export function outline(text) {
  const plain = text.split(/\s+/).join(' ').trim();
  if (!plain) return fault('empty');
  if (plain[0] === '(') return corners(plain);
  STEP.lastIndex = 0;
  if (STEP.test(plain)) return walls(plain);
  const sizes = [];
  for (const piece of withUnit(plain).split('+')) {
    const found = PRODUCT.exec(piece.trim());
    if (!found) return fault('shape');
    const read = [millimetres(found[1], found[2]), millimetres(found[3], found[4])];
    const wrong = read.find((one) => one.fault);
    if (wrong) return wrong;
    sizes.push(read.map((one) => one.mm));
  }
  return { outline: beside(sizes) };
}

/** A unit that stands at the end alone is that of every length: 4250x3800 mm. */
function withUnit(text) {
  const found = /^([^a-wyz]*?)(mm|cm)$/i.exec(text);
  return found ? found[1].replace(/(\d(?:[.,]\d+)?)(?=\s*[x×*+]|\s*$)/gi, `$1 ${found[2]}`) : text;
}

/** Rectangles side by side on one line, as one outline without corners that are none. */
function beside(sizes) {
  const above = [];
  let x = 0;
  for (const [width, depth] of sizes) {
    above.unshift([x + width, depth], [x, depth]);
    x += width;
  }
  return tidy([[0, 0], [x, 0], ...above]);
}

/** The ways of one wall after the other, `{steps: [{mm, dx, dy}]}`, or a fault. */
export function steps(text) {
  const found = [];
  let at = 0;
  const plain = text.trim();
  while (at < plain.length) {
    STEP.lastIndex = at;
    const match = STEP.exec(plain);
    if (!match) return fault('shape');
    const read = millimetres(match[1], match[2]);
    if (read.fault) return read;
    const [dx, dy] = WAYS[match[3].toLowerCase()];
    found.push({ mm: read.mm, dx, dy });
    at = STEP.lastIndex;
  }
  return { steps: found };
}

/** Corners along walls, and by how much their end misses the start: `{corners, across, up}`. */
export function along(ways) {
  const reached = [[0, 0]];
  for (const { mm, dx, dy } of ways) {
    const [x, y] = reached.at(-1);
    reached.push([x + dx * mm, y + dy * mm]);
  }
  const [across, up] = reached.pop();
  return { corners: reached, across, up };
}

function walls(text) {
  const read = steps(text);
  if (read.fault) return read;
  let way = along(read.steps);
  const gap = Math.max(Math.abs(way.across), Math.abs(way.up));
  if (gap > TOLERANCE) {
    // The last wall may be left out when it is one straight way back.
    if (way.across && way.up) return fault('open');
    way = along([...read.steps, { mm: gap, dx: -Math.sign(way.across), dy: -Math.sign(way.up) }]);
  }
  if (way.corners.length < 3) return fault('open');
  return { outline: tidy(spread(way)) };
}

/** A small gap is shared by all walls, each as much as its way from the start. */
export function spread({ corners: reached, across, up }) {
  if (!across && !up) return reached;
  const sides = reached.map((point, at) => {
    const [nx, ny] = reached[at + 1] ?? [across, up];
    return Math.hypot(nx - point[0], ny - point[1]);
  });
  const whole = sides.reduce((sum, side) => sum + side, 0);
  let gone = 0;
  return reached.map(([x, y], at) => {
    const share = gone / whole;
    gone += sides[at];
    return [Math.round(x - across * share), Math.round(y - up * share)];
  });
}

function corners(text) {
  const ring = [];
  let at = 0;
  while (at < text.length) {
    CORNER.lastIndex = at;
    const match = CORNER.exec(text);
    if (!match) return fault('shape');
    ring.push([match[1], match[2]].map((one) => Math.round(Number(one.replace(',', '.')) * 1000)));
    at = CORNER.lastIndex;
  }
  return ring.length < 3 ? fault('shape') : { outline: ring };
}

/** The same ring without doubled corners and corners on a straight line. */
export function tidy(ring) {
  const single = ring.filter(([x, y], at) => {
    const [px, py] = ring[(at + ring.length - 1) % ring.length];
    return x !== px || y !== py;
  });
  return single.filter(([x, y], at) => {
    const [px, py] = single[(at + single.length - 1) % single.length];
    const [nx, ny] = single[(at + 1) % single.length];
    return (x - px) * (ny - y) !== (y - py) * (nx - x);
  });
}

/** `4,25`: metres with two digits, three where the millimetre counts. */
export function metres(mm, decimal = ',') {
  return (mm / 1000).toFixed(mm % 10 ? 3 : 2).replace('.', decimal);
}

/** `12,34` from square millimetres, a half upwards. */
export function squareMetres(area, decimal = ',') {
  return (Math.floor(area / 10_000 + 0.5) / 100).toFixed(2).replace('.', decimal);
}

const following = (ring, at) => ring[(at + 1) % ring.length];
const isUpright = (ring) => ring.every(([x, y], at) => x === following(ring, at)[0] || y === following(ring, at)[1]);

/** Whether a ring is a rectangle with upright sides. */
export const isRectangle = (ring) => ring.length === 4 && isUpright(ring);

/** An outline in the words that `outline` reads: `4,25 × 3,80`, walls in order, or corners. */
export function words(ring) {
  if (ring.length < 3) return '';
  const shape = fromLowest(ring);
  if (!isUpright(shape)) return shape.map(([x, y]) => `(${metres(x)}|${metres(y)})`).join(' ');
  if (shape.length === 4) return `${metres(shape[2][0])} × ${metres(shape[2][1])}`;
  return shape.map(([x, y], at) => {
    const [nx, ny] = following(shape, at);
    const letter = nx > x ? 'r' : nx < x ? 'l' : ny > y ? 'o' : 'u';
    return `${metres(Math.abs(nx - x) + Math.abs(ny - y))} ${letter}`;
  }).join(' ');
}

/** The ring counter-clockwise from its lowest, then leftmost corner, moved to the origin. */
function fromLowest(ring) {
  const turn = ring.reduce((sum, [x, y], at) => sum + x * following(ring, at)[1] - following(ring, at)[0] * y, 0);
  const ordered = turn < 0 ? [...ring].reverse() : ring;
  let first = 0;
  ordered.forEach(([x, y], at) => {
    const [lx, ly] = ordered[first];
    if (y < ly || (y === ly && x < lx)) first = at;
  });
  const left = Math.min(...ordered.map(([x]) => x));
  return [...ordered.slice(first), ...ordered.slice(0, first)].map(([x, y]) => [x - left, y - ordered[first][1]]);
}
