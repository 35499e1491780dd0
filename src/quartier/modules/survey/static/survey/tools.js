// Fingers, pens and mice: select, drag, draw. One finger on the paper scrolls the page, two zoom the drawing.

import { bounds, contains, doubled, frame, nearestEdge } from './geometry.js';
import { addPart, addRoom, movedRoom, roomOf, splitEdge, withCorner, withEdge } from './model.js';
import { GRID, mover, point as snapped, targets } from './snap.js';
import { framed, say } from './dom.js';

const REACH_PX = 10;
const STILL_PX = 4; // less is a click, not a drag
const SMALLEST = 200;

export const OPENINGS = {
  door: { width: 885, height: 2010 }, window: { width: 1200, height: 1300, sill: 900 }, passage: { width: 1000, height: 2100 },
};
export const SHAPES = {
  rectangle: [[0, 0], [4000, 0], [4000, 3000], [0, 3000]],
  l: [[0, 0], [5000, 0], [5000, 2000], [2500, 2000], [2500, 4000], [0, 4000]],
  t: [[0, 2000], [1500, 2000], [1500, 0], [3500, 0], [3500, 2000], [5000, 2000], [5000, 4000], [0, 4000]],
};
/** What a rectangle drawn into a room becomes. */
const INSIDE = {
  deduction: ['deductions', { kind: 'chimney' }], dormer: ['dormers', { height: 2300 }], stair: ['stairs', { risers: 16 }],
};

const box = ([ax, ay], [bx, by]) => {
  const [left, right, low, high] = [Math.min(ax, bx), Math.max(ax, bx), Math.min(ay, by), Math.max(ay, by)];
  return [[left, low], [right, low], [right, high], [left, high]];
};

export class Tools {
  #pointers = new Map();
  #drag = null;
  #pinch = null;

  constructor(app) {
    this.app = app;
    this.mode = 'select';
    this.upright = true;
    this.path = [];
    const { root } = app.view;
    root.addEventListener('pointerdown', (event) => this.#down(event));
    root.addEventListener('pointermove', framed((event) => this.#moved(event)));
    root.addEventListener('pointerup', (event) => this.#up(event));
    root.addEventListener('pointercancel', (event) => this.#cancel(event));
    root.addEventListener('dblclick', (event) => this.#twice(event));
    root.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
  }

  get #reach() { return REACH_PX * this.app.view.pixel; }

  /** Choose what the next drag does. */
  use(mode) {
    this.cancel();
    this.mode = mode;
    this.app.view.root.dataset.mode = mode;
    this.app.onmode(mode);
  }

  cancel() {
    this.path = [];
    this.#drag = null;
    this.app.view.draft([]);
    this.app.view.guides();
  }

  #others(id) { return (this.app.storey.rooms ?? []).filter((room) => room.id !== id).map((room) => room.outline); }

  #snap(event, from = null, id = '') {
    const found = snapped(this.app.view.point(event), this.targets ?? targets(this.#others(id)), this.#reach, from);
    this.app.view.guides(found);
    return found.point;
  }

  #down(event) {
    if (event.button > 0) return;
    const place = this.app.view.place(event);
    this.#pointers.set(event.pointerId, place);
    if (this.#pointers.size === 2) return this.#startPinch();
    if (this.app.isFinal) { this.#drag = { kind: 'pan', place }; return undefined; }
    const start = this.#grip(event, place);
    if (!start) return undefined;
    this.#drag = { ...start, place, pointer: event.pointerId, isMoving: false };
    if (start.kind !== 'pan' || event.pointerType !== 'touch') this.app.view.root.setPointerCapture(event.pointerId);
    return undefined;
  }

  /** What a pointer grips in this mode. */
  #grip(event) {
    const { view, selected } = this.app;
    const point = view.point(event);
    if (this.app.underlay?.grips(point)) return null;
    if (this.mode !== 'select') return { kind: this.mode, from: this.#snap(event) };
    const handle = event.target.closest?.('[data-corner], [data-edge]');
    if (handle && selected) {
      const room = this.app.room;
      this.targets = targets(this.#others(room.id));
      const isCorner = handle.dataset.corner !== undefined;
      return { kind: isCorner ? 'corner' : 'edge', at: Number(isCorner ? handle.dataset.corner : handle.dataset.edge), room, point };
    }
    const id = event.target.closest?.('[data-room]')?.dataset.room;
    if (!id) return { kind: 'pan', isEmpty: true };
    const wasSelected = id === selected;
    this.app.select(id);
    // A finger first selects; only what is selected follows it, so that a page can still be scrolled over rooms.
    if (event.pointerType === 'touch' && !wasSelected) return { kind: 'pan' };
    const room = roomOf(this.app.model.survey, id);
    return { kind: 'move', room, point, step: mover(room.outline, this.#others(id)) };
  }

  #startPinch() {
    this.#drag = null;
    const [a, b] = [...this.#pointers.values()];
    this.#pinch = { span: Math.hypot(a[0] - b[0], a[1] - b[1]), middle: [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2] };
  }

  #moved(event) {
    const place = this.app.view.place(event);
    if (this.#pointers.has(event.pointerId)) this.#pointers.set(event.pointerId, place);
    if (this.#pinch && this.#pointers.size === 2) return this.#pinched();
    const drag = this.#drag;
    if (!drag) return this.#hover(event);
    if (!drag.isMoving && Math.hypot(place[0] - drag.place[0], place[1] - drag.place[1]) < STILL_PX) return undefined;
    drag.isMoving = true;
    return this.#dragged(event, drag, place);
  }

  #pinched() {
    const [a, b] = [...this.#pointers.values()];
    const span = Math.hypot(a[0] - b[0], a[1] - b[1]);
    const middle = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
    this.app.view.pan(middle[0] - this.#pinch.middle[0], middle[1] - this.#pinch.middle[1]);
    this.app.view.zoom(span / this.#pinch.span, middle);
    this.#pinch = { span, middle };
  }

  #hover(event) {
    if (this.mode !== 'polygon' || !this.path.length) return;
    const next = this.#snap(event, this.path.at(-1));
    const last = this.path.at(-1);
    this.app.view.draft([...this.path, next], `${this.app.view.length(Math.hypot(next[0] - last[0], next[1] - last[1]))} m`);
  }

  #dragged(event, drag, place) {
    const { view, model } = this.app;
    if (drag.kind === 'pan') {
      view.pan(place[0] - drag.place[0], place[1] - drag.place[1]);
      drag.place = place;
      return;
    }
    const point = view.point(event);
    if (drag.kind === 'move') {
      const to = drag.step(point[0] - drag.point[0], point[1] - drag.point[1], this.#reach);
      const [dx, dy] = [Math.round(to.dx), Math.round(to.dy)];
      view.guides(to);
      model.editRoom(drag.room.id, () => movedRoom(drag.room, dx, dy), 'moved', 'drag');
    } else if (drag.kind === 'corner') {
      const to = this.#snap(event);
      model.editRoom(drag.room.id, () => withCorner(drag.room, drag.at, to, this.upright), 'reshaped', 'drag');
    } else if (drag.kind === 'edge') {
      const [dx, dy] = this.#pushed(drag, point);
      model.editRoom(drag.room.id, () => withEdge(drag.room, drag.at, dx, dy), 'reshaped', 'drag');
    } else if (drag.kind === 'rectangle' || INSIDE[drag.kind]) {
      const ring = box(drag.from, this.#snap(event));
      const { width, height } = bounds([ring]);
      view.draft(ring, `${view.length(width)} × ${view.length(height)}`, true);
    }
  }

  /** By how much a wall is pushed along its normal, on whole 5 cm or in line with others. */
  #pushed({ room, at, point: from }, point) {
    const { out, start } = frame(room.outline, at);
    const far = (point[0] - from[0]) * out[0] + (point[1] - from[1]) * out[1];
    const goal = snapped([start[0] + out[0] * far, start[1] + out[1] * far], this.targets, this.#reach).point;
    const isLevel = Math.abs(out[1]) > 0.999;
    if (isLevel) return [0, Math.round(goal[1] - start[1])];
    if (Math.abs(out[0]) > 0.999) return [Math.round(goal[0] - start[0]), 0];
    const whole = Math.round(far / GRID) * GRID;
    return [Math.round(out[0] * whole), Math.round(out[1] * whole)];
  }

  #up(event) {
    this.#pointers.delete(event.pointerId);
    if (this.#pinch) {
      if (this.#pointers.size < 2) this.#pinch = null;
      return;
    }
    const drag = this.#drag;
    this.#drag = null;
    this.targets = null;
    this.app.view.guides();
    if (!drag) return;
    this.app.model.settle();
    if (drag.kind === 'pan') {
      if (!drag.isMoving && drag.isEmpty) this.app.select('');
    } else if (drag.kind === 'rectangle') this.#rectangle(event, drag);
    else if (drag.kind === 'polygon') this.#corner(event);
    else if (OPENINGS[drag.kind] || drag.kind === 'slope') this.#atWall(event, drag.kind);
    else if (INSIDE[drag.kind]) this.#inside(event, drag);
  }

  #cancel(event) {
    this.#pointers.delete(event.pointerId);
    this.#pinch = null;
    this.#drag = null;
    this.app.model.settle();
  }

  #rectangle(event, drag) {
    const ring = box(drag.from, this.#snap(event));
    const { width, height } = bounds([ring]);
    this.app.view.guides();
    if (!drag.isMoving) return this.newRoom(SHAPES.rectangle.map(([x, y]) => [x + drag.from[0], y + drag.from[1] - 3000]));
    if (width < SMALLEST || height < SMALLEST) return this.cancel();
    return this.newRoom(ring);
  }

  /** A new room with this outline, selected, its name ready to be typed. */
  newRoom(outline) {
    const { model, storey, texts } = this.app;
    const count = model.survey.storeys.flatMap((one) => one.rooms ?? []).length + 1;
    const ring = doubled(outline) < 0 ? [...outline].reverse() : outline;
    const made = addRoom(model.survey, storey.id, { name: say(texts.room_name, { number: count }), use: 'living', outline: ring });
    this.use('select');
    this.app.selected = made.id;
    model.edit(made.survey, 'added');
    this.app.select(made.id);
    this.app.view.reveal(ring);
  }

  #corner(event) {
    const next = this.#snap(event, this.path.at(-1) ?? null);
    this.app.view.guides();
    const [first] = this.path;
    const last = this.path.at(-1);
    if (last && last[0] === next[0] && last[1] === next[1]) return;
    const isBack = first && Math.hypot(next[0] - first[0], next[1] - first[1]) <= this.#reach;
    if (isBack && this.path.length > 2) this.close();
    else this.add(next);
  }

  /** One more corner of the outline that is being drawn. */
  add(point) {
    this.path.push(point);
    this.app.view.draft(this.path);
    this.app.say(say(this.app.texts.corner_set, { number: this.path.length }));
  }

  close() {
    if (this.path.length > 2) this.newRoom(this.path);
    else this.cancel();
  }

  /** The selected room if the point lies in it or beside it, else the one it lies in. */
  #roomAt(point) {
    const rooms = this.app.storey.rooms ?? [];
    const near = rooms.map((room) => ({ room, ...nearestEdge(room.outline, point), inside: contains(room.outline, point) }));
    const chosen = near.filter((one) => one.inside || one.distance < this.#reach * 2).sort((a, b) => a.distance - b.distance);
    return chosen.find((one) => one.room.id === this.app.selected) ?? chosen[0];
  }

  #atWall(event, kind) {
    const found = this.#roomAt(this.app.view.point(event));
    if (!found) return this.app.say(this.app.texts.no_wall);
    const { room, at, offset } = found;
    this.app.select(room.id);
    this.use('select');
    if (kind === 'slope') {
      return this.app.model.editRoom(room.id, (old) => addPart(old, 'slopes', { edge: at + 1, knee: 1000, pitch: 45 }), 'part');
    }
    const { length } = frame(room.outline, at);
    const size = OPENINGS[kind];
    const width = Math.min(size.width, Math.round(length));
    const from = Math.round(Math.max(0, Math.min(length - width, Math.round((offset - width / 2) / GRID) * GRID)));
    const part = { kind, edge: at + 1, offset: from, ...size, width };
    return this.app.model.editRoom(room.id, (old) => addPart(old, 'openings', part), 'part');
  }

  #inside(event, drag) {
    const [name, more] = INSIDE[drag.kind];
    const middle = drag.isMoving ? this.#snap(event) : [drag.from[0] + 500, drag.from[1] - 500];
    const outline = box(drag.from, middle);
    this.app.view.guides();
    const { width, height } = bounds([outline]);
    const found = this.#roomAt([(drag.from[0] + middle[0]) / 2, (drag.from[1] + middle[1]) / 2]);
    this.use('select');
    if (!found || width < 50 || height < 50) return this.app.say(this.app.texts.no_room_here);
    this.app.select(found.room.id);
    return this.app.model.editRoom(found.room.id, (old) => addPart(old, name, { ...more, outline }), 'part');
  }

  #twice(event) {
    if (this.app.isFinal) return;
    if (this.mode === 'polygon') { this.close(); return; }
    const handle = event.target.closest?.('[data-edge]');
    if (!handle || !this.app.room) return;
    const at = Number(handle.dataset.edge);
    this.app.model.editRoom(this.app.room.id, (room) => splitEdge(room, at), 'split');
  }

  /** The wheel zooms with Ctrl – as two fingers on a trackpad do – or once the drawing has the focus. */
  #wheel(event) {
    if (!event.ctrlKey && !event.metaKey && !this.app.view.root.contains(document.activeElement)) return;
    event.preventDefault();
    this.app.view.zoom(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)), this.app.view.place(event));
  }
}
