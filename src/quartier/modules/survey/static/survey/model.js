// A survey in the format of aufmass and the edits of it. Every edit is a pure function that returns a new survey and
// shares all rooms it did not touch, so that the drawing sees by identity what changed, and undo is a list of surveys.

import { bounds, distance, edge } from './geometry.js';

const UNDO_LIMIT = 200;
const shifted = (ring, dx, dy) => ring.map(([x, y]) => [x + dx, y + dy]);
const list = (room, name) => room[name] ?? [];

export const storeyOf = (survey, roomId) => survey.storeys.find((storey) => roomsOf(storey).some((room) => room.id === roomId));
export const roomsOf = (storey) => storey?.rooms ?? [];
export const allRooms = (survey) => survey.storeys.flatMap(roomsOf);
export const roomOf = (survey, id) => allRooms(survey).find((room) => room.id === id);

/** A survey in which one room is replaced by what `change` makes of it; `null` takes it away. */
export function withRoom(survey, id, change) {
  const storeys = survey.storeys.map((storey) => {
    if (!roomsOf(storey).some((room) => room.id === id)) return storey;
    const rooms = storey.rooms.map((room) => (room.id === id ? change(room) : room)).filter(Boolean);
    return { ...storey, rooms };
  });
  return { ...survey, storeys };
}

/** The room and all that stands in it, elsewhere. */
export function movedRoom(room, dx, dy) {
  const moved = { ...room, outline: shifted(room.outline, dx, dy) };
  for (const name of ['dormers', 'deductions', 'stairs']) {
    if (!room[name]?.length) continue;
    moved[name] = room[name].map((part) => ({
      ...part, outline: shifted(part.outline, dx, dy),
      ...(part.beneath ? { beneath: part.beneath.map((one) => ({ ...one, outline: shifted(one.outline, dx, dy) })) } : {}),
    }));
  }
  return moved;
}

export const moveRoom = (survey, id, dx, dy) => withRoom(survey, id, (room) => movedRoom(room, dx, dy));

/** One corner elsewhere. With `upright` its neighbours follow, so that right angles stay right. */
export function withCorner(room, at, [x, y], upright = true) {
  const ring = room.outline.map((point) => [...point]);
  const [ox, oy] = ring[at];
  if (upright) {
    for (const next of [(at + ring.length - 1) % ring.length, (at + 1) % ring.length]) {
      const [nx, ny] = ring[next];
      if (nx === ox && ny !== oy) ring[next] = [x, ny];
      else if (ny === oy && nx !== ox) ring[next] = [nx, y];
    }
  }
  ring[at] = [x, y];
  return fitted({ ...room, outline: ring });
}

/** One wall pushed outwards or inwards by whole millimetres, its neighbours follow. */
export function withEdge(room, at, dx, dy) {
  const ring = room.outline.map((point) => [...point]);
  for (const place of [at, (at + 1) % ring.length]) ring[place] = [ring[place][0] + dx, ring[place][1] + dy];
  return fitted({ ...room, outline: ring });
}

/** Openings and niches stay within their walls: what no longer fits is shifted, then narrowed. */
export function fitted(room) {
  const inside = (part) => {
    if (part.edge > room.outline.length) return null;
    const long = Math.round(distance(...edge(room.outline, part.edge - 1)));
    const width = Math.min(part.width, long);
    const offset = Math.max(0, Math.min(part.offset, long - width));
    return width === part.width && offset === part.offset ? part : { ...part, width, offset };
  };
  const kept = { ...room };
  for (const name of ['openings', 'recesses']) if (room[name]?.length) kept[name] = room[name].map(inside).filter(Boolean);
  return kept;
}

/** A new corner on a wall, in its middle or at `offset`; what is in the wall keeps its place. */
export function splitEdge(room, at, offset = null) {
  const [[ax, ay], [bx, by]] = edge(room.outline, at);
  const long = distance([ax, ay], [bx, by]);
  const cut = Math.round(offset ?? long / 2);
  const point = [Math.round(ax + ((bx - ax) * cut) / long), Math.round(ay + ((by - ay) * cut) / long)];
  const outline = [...room.outline.slice(0, at + 1), point, ...room.outline.slice(at + 1)];
  const renumber = (part) => {
    if (part.edge <= at) return part;
    if (part.edge > at + 1) return { ...part, edge: part.edge + 1 };
    if (part.offset === undefined || part.offset < cut) return part;
    return { ...part, edge: part.edge + 1, offset: part.offset - cut };
  };
  const split = { ...room, outline };
  for (const name of ['openings', 'recesses', 'slopes']) if (room[name]?.length) split[name] = room[name].map(renumber);
  if (room.walls?.length) split.walls = [...room.walls.slice(0, at + 1), room.walls[at], ...room.walls.slice(at + 1)];
  return fitted(split);
}

/** A corner less; a triangle stays one. */
export function withoutCorner(room, at) {
  const count = room.outline.length;
  if (count <= 3) return room;
  const gone = at + 1; // the edge that begins at the corner joins the one before
  const joined = gone === 1 ? count : gone - 1;
  const renumber = (part) => {
    if (part.edge === gone) return { ...part, edge: joined > gone ? joined - 1 : joined };
    return part.edge > gone ? { ...part, edge: part.edge - 1 } : part;
  };
  const less = { ...room, outline: room.outline.filter((_, place) => place !== at) };
  for (const name of ['openings', 'recesses', 'slopes']) if (room[name]?.length) less[name] = room[name].map(renumber);
  if (room.walls?.length) less.walls = room.walls.filter((_, place) => place !== at);
  return fitted(less);
}

/** A room with another outline at the place of the old one; walls keep what is in them while there are as many. */
export function reshaped(room, ring) {
  const [was, is] = [bounds([room.outline]), bounds([ring])];
  const outline = shifted(ring, was.left - is.left, was.bottom - is.bottom);
  if (outline.length === room.outline.length) return fitted({ ...room, outline });
  return { ...fitted({ ...room, outline }), walls: [], slopes: list(room, 'slopes').filter((slope) => slope.edge <= outline.length) };
}

/** The next free number of a room. */
export function freeId(survey) {
  const taken = new Set(allRooms(survey).map((room) => room.id));
  let number = taken.size + 1;
  while (taken.has(String(number))) number += 1;
  return String(number);
}

export function addRoom(survey, storeyId, { name, use, outline, height = 2500 }) {
  const id = freeId(survey);
  const unit = survey.units?.length === 1 ? survey.units[0].id : roomsOf(survey.storeys.find((one) => one.id === storeyId)).at(-1)?.unit ?? null;
  const room = { id, name, use, outline, height, unit };
  const storeys = survey.storeys.map((one) => (one.id === storeyId ? { ...one, rooms: [...roomsOf(one), room] } : one));
  return { survey: { ...survey, storeys }, id };
}

export const removeRoom = (survey, id) => withRoom(survey, id, () => null);

/** Parts of a room: openings, slopes, dormers, deductions, recesses, stairs. */
export const addPart = (room, name, part) => ({ ...room, [name]: [...list(room, name), part] });
export const removePart = (room, name, at) => ({ ...room, [name]: list(room, name).filter((_, place) => place !== at) });
export const changePart = (room, name, at, change) => ({
  ...room, [name]: list(room, name).map((part, place) => (place === at ? { ...part, ...change } : part)),
});

/** Where a room of this size fits beside those that are there: to the right of all, on their lower line. */
export function freePlace(storey, gap = 115) {
  const rooms = roomsOf(storey);
  if (!rooms.length) return [0, 0];
  const box = bounds(rooms.map((room) => room.outline));
  return [box.right + gap, box.bottom];
}

/** The survey that is being edited, with all its former states. Listeners hear `(survey, what)`. */
export class Model {
  #listeners = new Set();
  #undone = [];
  #redone = [];
  #merging = '';

  constructor(survey) { this.survey = survey; }

  listen(listener) { this.#listeners.add(listener); }

  #tell(what) { for (const listener of this.#listeners) listener(this.survey, what); }

  /** Make an edit. Edits in a row with the same `merge` are undone together, like the steps of one drag. */
  edit(survey, what, merge = '') {
    if (survey === this.survey) return;
    if (!merge || merge !== this.#merging) {
      this.#undone.push(this.survey);
      if (this.#undone.length > UNDO_LIMIT) this.#undone.shift();
    }
    this.#merging = merge;
    this.#redone = [];
    this.survey = survey;
    this.#tell(what);
  }

  editRoom(id, change, what, merge = '') { this.edit(withRoom(this.survey, id, change), what, merge); }

  /** What a drag did is one edit; the next one begins anew. */
  settle() { this.#merging = ''; }

  /** Another state from elsewhere: the server's, or one that was kept on the device. */
  replace(survey, what) {
    this.#undone.push(this.survey);
    this.survey = survey;
    this.#merging = '';
    this.#tell(what);
  }

  get canUndo() { return this.#undone.length > 0; }

  get canRedo() { return this.#redone.length > 0; }

  undo() { this.#back(this.#undone, this.#redone, 'undo'); }

  redo() { this.#back(this.#redone, this.#undone, 'redo'); }

  #back(from, to, what) {
    if (!from.length) return;
    to.push(this.survey);
    this.survey = from.pop();
    this.#merging = '';
    this.#tell(what);
  }
}
