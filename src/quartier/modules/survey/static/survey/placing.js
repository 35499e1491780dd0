// Where rooms lie whose sizes were typed: in rows, as on the server (rules/placing.py). Drawn rooms stay.

import { bounds } from './geometry.js';
import { movedRoom, roomsOf } from './model.js';

const WALL = 115;
const WIDEST_ROW = 12_000;

const boxOf = (room) => bounds([room.outline]);
const isSame = (one, other) => JSON.stringify(one.outline) === JSON.stringify(other.outline);
const elsewhere = (room, dx, dy) => (dx || dy ? movedRoom(room, dx, dy) : room);

function meet(one, other) {
  const [a, b] = [boxOf(one), boxOf(other)];
  return a.left < b.right && b.left < a.right && a.bottom < b.top && b.bottom < a.top;
}

/** Rooms in rows, from left to right and downwards; the same sizes always lie the same way. */
export function inRows(rooms) {
  let [right, top, deepest] = [0, 0, 0];
  return rooms.map((room) => {
    const box = boxOf(room);
    if (right && right + box.right - box.left > WIDEST_ROW) [right, top, deepest] = [0, top - deepest - WALL, 0];
    const placed = elsewhere(room, right - box.left, top - box.top);
    right += box.right - box.left + WALL;
    deepest = Math.max(deepest, box.top - box.bottom);
    return placed;
  });
}

/** The rooms of a storey after its table changed: rows stay rows; among drawn rooms only the new ones find a place. */
export function arranged(known, rooms) {
  if (!known.length || inRows(known).every((room, place) => isSame(room, known[place]))) return inRows(rooms);
  const old = new Map(known.map((room) => [room.id, room]));
  const isKept = (room) => {
    const before = old.get(room.id);
    return before && (isSame(before, room) || !rooms.some((other) => other.id !== room.id && meet(room, other)));
  };
  const kept = rooms.filter(isKept);
  if (!kept.length) return inRows(rooms);
  const box = bounds(kept.map((room) => room.outline));
  const loose = inRows(rooms.filter((room) => !isKept(room))).map((room) => elsewhere(room, box.left, box.bottom - WALL));
  const below = new Map(loose.map((room) => [room.id, room]));
  return rooms.map((room) => below.get(room.id) ?? room);
}

/** A survey after its table changed one storey, with the rooms of that storey where they belong. */
export function settled(before, after, storeyId) {
  const known = roomsOf(before.storeys.find((one) => one.id === storeyId));
  const storeys = after.storeys.map((one) => (one.id === storeyId ? { ...one, rooms: arranged(known, roomsOf(one)) } : one));
  return { ...after, storeys };
}
