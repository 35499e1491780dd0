// A room wall by wall, as a tape goes round: each length with its direction, the gap at the end shown at once.

import { html, say } from './dom.js';
import { along, length, metres, spread, tidy } from './measure.js';

export const TOLERANCE = 20; // mm
const ARROWS = [['→', 0], ['↑', 90], ['←', 180], ['↓', 270]];

/** The state of a way: its corners as measured, the gap in mm, whether it can be a room. */
export function way(sides) {
  const ways = sides.map(({ mm, direction }) => {
    const angle = (direction * Math.PI) / 180;
    const [dx, dy] = direction % 90 ? [Math.cos(angle), Math.sin(angle)] : [[1, 0], [0, 1], [-1, 0], [0, -1]][(((direction % 360) + 360) % 360) / 90];
    return { mm, dx, dy };
  });
  const gone = along(ways);
  const gap = Math.round(Math.hypot(gone.across, gone.up));
  return { ...gone, gap, closes: sides.length > 2 && gap <= TOLERANCE };
}

/** The outline of a way, its gap shared by all walls. */
export const closed = (sides) => tidy(spread(way(sides)).map(([x, y]) => [Math.round(x), Math.round(y)]));

export class TraversePanel {
  constructor({ texts, onroom, ondraft = () => {}, name = 'traverse' }) {
    Object.assign(this, { texts, onroom, ondraft });
    this.sides = [];
    this.input = html('input', { class: 'input num', id: `${name}-length`, inputmode: 'decimal', size: 7, autocomplete: 'off', onkeydown: (event) => this.#key(event) });
    this.turn = html('input', { class: 'input num', id: `${name}-turn`, inputmode: 'decimal', size: 4, value: '', autocomplete: 'off' });
    this.list = html('ol', { class: 'board-walls' });
    this.told = html('p', { role: 'status', class: 'meta' });
    this.fault = html('p', { class: 'error', role: 'alert', hidden: true });
    const arrows = ARROWS.map(([sign, direction]) => html('button', { class: 'button', type: 'button', 'aria-label': texts.directions[direction], onclick: () => this.add(direction) }, sign));
    const turned = html('button', { class: 'button', type: 'button', onclick: () => this.#turned() }, texts.add_turned);
    this.take = html('button', { class: 'button', type: 'button', onclick: () => this.#taken() }, texts.take_room);
    const back = html('button', { class: 'button quiet', type: 'button', onclick: () => this.remove(this.sides.length - 1) }, texts.last_wall_away);
    this.place = html('div', { class: 'stack tight board-traverse' },
      html('p', {}, html('label', { for: `${name}-length` }, texts.wall_length), this.input), this.fault,
      html('div', { class: 'row arrows', role: 'group', 'aria-label': texts.direction }, ...arrows),
      html('details', { class: 'fold' }, html('summary', {}, texts.oblique), html('p', {}, html('label', { for: `${name}-turn` }, texts.angle), this.turn, turned)),
      this.list, this.told, html('div', { class: 'row' }, this.take, back));
    this.#show();
  }

  #key(event) {
    const arrow = { ArrowRight: 0, ArrowUp: 90, ArrowLeft: 180, ArrowDown: 270 }[event.key];
    if (event.key === 'Enter') {
      event.preventDefault();
      this.add(this.#next());
    } else if (arrow !== undefined && this.input.value.trim() && (event.key === 'ArrowUp' || event.key === 'ArrowDown' || event.altKey)) {
      event.preventDefault();
      this.add(arrow);
    }
  }

  /** Walls mostly turn left as one goes round. */
  #next() { return this.sides.length ? (this.sides.at(-1).direction + 90) % 360 : 0; }

  #turned() {
    const angle = Number(this.turn.value.trim().replace(',', '.'));
    if (this.turn.value.trim() && Number.isFinite(angle)) this.add(angle);
  }

  add(direction) {
    const read = length(this.input.value, 10);
    this.fault.hidden = !read.fault;
    this.input.setAttribute('aria-invalid', String(Boolean(read.fault)));
    if (read.fault) {
      this.fault.textContent = this.texts[`fault_${read.fault}`] ?? this.texts.fault_number;
      this.input.focus();
      return;
    }
    this.sides.push({ mm: read.mm, direction });
    this.input.value = '';
    this.input.focus();
    this.#show();
  }

  remove(at) {
    this.sides.splice(at, 1);
    this.#show();
  }

  clear() {
    this.sides = [];
    this.#show();
  }

  #show() {
    const state = way(this.sides);
    this.list.replaceChildren(...this.sides.map(({ mm, direction }, at) => html('li', {},
      `${metres(mm)} m ${ARROWS.find(([, one]) => one === direction)?.[0] ?? `${direction}°`} `,
      html('button', { class: 'button small quiet', type: 'button', 'aria-label': say(this.texts.wall_away, { number: at + 1 }), onclick: () => this.remove(at) }, '×'))));
    const isTold = this.sides.length > 2;
    this.told.textContent = isTold ? say(state.closes ? this.texts.gap : this.texts.gap_large, { gap: (state.gap / 10).toFixed(1).replace('.', ',') }) : '';
    this.told.dataset.tone = isTold && !state.closes ? 'warn' : '';
    this.take.hidden = this.sides.length < 3;
    this.ondraft(this.sides.length ? [...state.corners, [state.across, state.up]] : []);
  }

  #taken() {
    const ring = closed(this.sides);
    if (ring.length < 3) return;
    this.onroom(ring, way(this.sides));
    this.clear();
  }
}
