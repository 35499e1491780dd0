// What can be gripped of the selected room: corners and walls, at least 24 px large at every scale, and its sizes.

import { edge, frame } from './geometry.js';
import { say, set, svg } from './dom.js';

const CORNER_PX = 6;
const GRIP_PX = 13; // radius of what a finger meets
const TEXT_PX = 12;
const AWAY_PX = 13;

export class Handles {
  #shown = null;

  constructor(app) {
    this.app = app;
    this.group = svg('g', { class: 'handles' });
    app.view.layers.top.append(this.group);
    this.corners = [];
    this.walls = [];
    app.view.onscale(() => this.#place());
  }

  /** Show those of a room, or none. */
  show(room) {
    if (room === this.#shown) return;
    this.#shown = room;
    const count = room ? room.outline.length : 0;
    this.#keep(this.walls, count, () => this.#wall());
    this.#keep(this.corners, count, () => this.#corner());
    if (room) this.#place();
  }

  #keep(nodes, count, make) {
    while (nodes.length > count) nodes.pop().group.remove();
    while (nodes.length < count) nodes.push(make());
  }

  #corner() {
    const at = this.corners.length;
    const made = { dot: svg('circle', { class: 'dot' }), grip: svg('circle', { class: 'grip' }) };
    made.group = svg('g', { class: 'corner', role: 'button', tabindex: -1, 'data-corner': at }, made.grip, made.dot);
    this.group.append(made.group);
    return made;
  }

  #wall() {
    const at = this.walls.length;
    const made = { grip: svg('path', { class: 'grip' }), size: svg('text', { class: 'size' }) };
    made.group = svg('g', { class: 'edge', role: 'button', tabindex: -1, 'data-edge': at }, made.grip, made.size);
    this.group.insertBefore(made.group, this.corners[0]?.group ?? null);
    return made;
  }

  #place() {
    const room = this.#shown;
    if (!room) return;
    const { view, texts } = this.app;
    const { pixel } = view;
    room.outline.forEach(([x, y], at) => {
      const { group, dot, grip } = this.corners[at];
      set(dot, { cx: x, cy: -y, r: (CORNER_PX * pixel).toFixed(1) });
      set(grip, { cx: x, cy: -y, r: (GRIP_PX * pixel).toFixed(1) });
      set(group, { 'aria-label': say(texts.corner, { number: at + 1, x: view.length(x), y: view.length(y) }) });
      this.#placeWall(room, at);
    });
  }

  #placeWall(room, at) {
    const { view, texts } = this.app;
    const { pixel } = view;
    const [a, b] = edge(room.outline, at);
    const { along, out, length } = frame(room.outline, at);
    const short = Math.min(GRIP_PX * pixel, length / 4);
    const [from, to] = [[a[0] + along[0] * short, a[1] + along[1] * short], [b[0] - along[0] * short, b[1] - along[1] * short]];
    const { group, grip, size } = this.walls[at];
    const cursor = Math.abs(along[0]) > Math.abs(along[1]) ? 'ns' : 'ew';
    set(grip, { d: `M${from[0]} ${-from[1]}L${to[0]} ${-to[1]}`, 'stroke-width': (2 * GRIP_PX * pixel).toFixed(1) });
    set(group, { 'aria-label': say(texts.wall, { number: at + 1, length: view.length(length) }), 'data-way': cursor });
    const text = length / pixel > 44 ? view.length(length) : '';
    if (size.textContent !== text) size.textContent = text;
    const away = AWAY_PX * pixel;
    const [x, y] = [(a[0] + b[0]) / 2 - out[0] * away, -((a[1] + b[1]) / 2 - out[1] * away)];
    let turn = -(Math.atan2(along[1], along[0]) * 180) / Math.PI;
    if (turn > 90.1) turn -= 180;
    if (turn < -89.9) turn += 180;
    set(size, { 'font-size': (TEXT_PX * pixel).toFixed(0), transform: `translate(${x.toFixed(0)} ${(y).toFixed(0)}) rotate(${turn.toFixed(1)})`, dy: '0.35em' });
  }

  /** Make the corners part of the way that Tab takes, from the first on. */
  enter() {
    for (const { group } of [...this.walls, ...this.corners]) group.setAttribute('tabindex', '0');
    this.corners[0]?.group.focus({ preventScroll: true });
  }

  leave() {
    for (const { group } of [...this.walls, ...this.corners]) group.setAttribute('tabindex', '-1');
  }

  focus(kind, at) { (kind === 'corner' ? this.corners : this.walls)[at]?.group.focus({ preventScroll: true }); }
}
