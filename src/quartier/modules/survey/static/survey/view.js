// The drawing: one SVG with real text. Rooms are buttons that a keyboard reaches; only nodes of changed rooms are touched.

import { bounds, heart } from './geometry.js';
import { calmed, set, svg } from './dom.js';
import { fittings, linePath, ringPath, wallsPath } from './figures.js';
import { metres } from './measure.js';

const AIR = 0.09; // of the picture around everything
const MOST = 200_000; // mm across
const LEAST = 800;
const NAME_PX = 14;
const SMALL_PX = 12;
const CHARACTER = 0.56; // mean width of a letter

export class View {
  #nodes = new Map();
  #rings = [];
  #said = () => {};

  constructor(root, { texts, colours, decimal = ',' }) {
    this.root = root;
    this.texts = texts;
    this.colours = colours;
    this.decimal = decimal;
    this.layers = {};
    for (const name of ['ground', 'house', 'walls', 'rooms', 'top']) {
      this.layers[name] = svg('g', { class: `layer-${name}` });
      root.append(this.layers[name]);
    }
    for (const name of ['house', 'walls']) this.layers[name].setAttribute('aria-hidden', 'true');
    this.house = svg('path', { class: 'wall', 'fill-rule': 'evenodd' });
    this.layers.house.append(this.house);
    this.box = { left: 0, top: 0, width: 12_000, height: 9_000 };
    this.size = { width: 640, height: 480 };
    this.settled = calmed(90, () => this.#label());
    new ResizeObserver(([entry]) => this.#resize(entry.contentRect)).observe(root);
  }

  /** Told whenever the scale has changed: handles keep their size on the screen. */
  onscale(listener) { this.#said = listener; }

  /** Millimetres in one pixel of the screen. */
  get pixel() { return this.box.width / this.size.width; }

  #resize({ width, height }) {
    if (!width || !height) return;
    const middle = [this.box.left + this.box.width / 2, this.box.top + this.box.height / 2];
    const scale = Math.max(this.box.width / width, this.box.height / height);
    this.size = { width, height };
    if (!this.isHeld) this.fit();
    else this.#look(middle[0] - (width * scale) / 2, middle[1] - (height * scale) / 2, width * scale);
    this.#said();
    this.settled();
  }

  #look(left, top, width) {
    const wide = Math.min(MOST, Math.max(LEAST, width));
    const height = (wide * this.size.height) / this.size.width;
    const isScaled = wide !== this.box.width;
    this.box = { left: left + (width - wide) / 2, top: top + ((width - wide) * this.size.height) / this.size.width / 2, width: wide, height };
    this.root.setAttribute('viewBox', `${this.box.left.toFixed(1)} ${this.box.top.toFixed(1)} ${wide.toFixed(1)} ${height.toFixed(1)}`);
    if (isScaled) {
      this.#said();
      this.settled();
    }
  }

  /** Whoever has moved or scaled the picture keeps that; before, all of it is shown at any size. */
  pan(dx, dy) {
    this.isHeld = true;
    this.#look(this.box.left - dx * this.pixel, this.box.top - dy * this.pixel, this.box.width);
  }

  /** Zoom so that the place on the screen stays where it is. */
  zoom(factor, place = null) {
    this.isHeld = true;
    const [x, y] = place ?? [this.size.width / 2, this.size.height / 2];
    const width = Math.min(MOST, Math.max(LEAST, this.box.width / factor));
    const [fixedX, fixedY] = [this.box.left + x * this.pixel, this.box.top + y * this.pixel];
    const pixel = width / this.size.width;
    this.#look(fixedX - x * pixel, fixedY - y * pixel, width);
  }

  /** Show everything. */
  fit() {
    this.isHeld = false;
    const rings = this.#rings.length ? this.#rings : [[[0, 0], [6000, 4500]]];
    const box = bounds(rings);
    const [width, height] = [box.width * (1 + 2 * AIR) + 600, box.height * (1 + 2 * AIR) + 600];
    const wide = Math.max(width, (height * this.size.width) / this.size.height);
    const high = (wide * this.size.height) / this.size.width;
    this.#look(box.left + box.width / 2 - wide / 2, -(box.top + box.bottom) / 2 - high / 2, wide);
  }

  /** Bring a room into the picture without jumping when it is there already. */
  reveal(ring) {
    const box = bounds([ring]);
    const [top, bottom] = [-box.top, -box.bottom];
    const isIn = box.left >= this.box.left && box.right <= this.box.left + this.box.width && top >= this.box.top && bottom <= this.box.top + this.box.height;
    if (!isIn) this.fit();
  }

  /** Where an event is, in pixels of the drawing and in millimetres of the building. */
  place(event) {
    const frame = this.root.getBoundingClientRect();
    return [event.clientX - frame.left, event.clientY - frame.top];
  }

  point(event) {
    const [x, y] = this.place(event);
    return [this.box.left + x * this.pixel, -(this.box.top + y * this.pixel)];
  }

  /** Draw a storey. Rooms that are the same object as before are left alone, with what is told of them at a `stamp`. */
  show(storey, selected, told, stamp = null) {
    const rooms = storey?.rooms ?? [];
    this.#rings = [...rooms.map((room) => room.outline), ...(storey?.footprint ?? [])];
    set(this.house, { d: (storey?.footprint ?? []).map(ringPath).join('') });
    const context = { rings: this.#rings };
    const present = new Set(rooms.map((room) => room.id));
    for (const [id, node] of this.#nodes) {
      if (present.has(id)) continue;
      node.group.remove();
      node.wall.remove();
      this.#nodes.delete(id);
    }
    let before = null;
    for (const room of rooms) {
      const node = this.#nodes.get(room.id) ?? this.#made(room);
      if (node.room !== room || node.stamp !== stamp || !stamp) {
        if (node.room !== room) this.#draw(node, room, context);
        const said = told(room);
        if (node.said !== said.key) this.#tell(node, said);
        node.stamp = stamp;
      }
      if (node.isSelected !== (room.id === selected)) {
        node.isSelected = room.id === selected;
        set(node.group, { 'aria-pressed': String(node.isSelected), class: node.isSelected ? 'room selected' : 'room' });
      }
      if ((before ? before.nextSibling : this.layers.rooms.firstChild) !== node.group) {
        this.layers.rooms.insertBefore(node.group, before ? before.nextSibling : this.layers.rooms.firstChild);
      }
      before = node.group;
    }
  }

  #made(room) {
    const node = { room: null, said: '', isSelected: null };
    node.wall = svg('path', { class: 'wall' });
    node.floor = svg('path', { class: 'floor' });
    node.inside = svg('g', { class: 'inside' });
    node.lines = [svg('text'), svg('text', { class: 'small' }), svg('text', { class: 'small' })];
    node.group = svg('g', { class: 'room', role: 'button', tabindex: 0, 'data-room': room.id }, node.floor, node.inside, ...node.lines);
    this.layers.walls.append(node.wall);
    this.layers.rooms.append(node.group);
    this.#nodes.set(room.id, node);
    return node;
  }

  #draw(node, room, context) {
    node.room = room;
    set(node.wall, { d: wallsPath(room) });
    set(node.floor, { d: ringPath(room.outline), fill: this.colours[room.use] ?? '#f4f4f4' });
    const figures = fittings(room, context);
    while (node.inside.childNodes.length > figures.length) node.inside.lastChild.remove();
    while (node.inside.childNodes.length < figures.length) node.inside.append(svg('path'));
    figures.forEach((figure, place) => set(node.inside.childNodes[place], figure));
    node.heart = heart(room.outline);
    this.#letter(node);
  }

  #tell(node, said) {
    node.said = said.key;
    node.texts = said.lines;
    set(node.group, { 'aria-label': said.label, 'data-faulty': said.isFaulty });
    this.#letter(node);
  }

  #label() { for (const node of this.#nodes.values()) this.#letter(node); }

  /** Write as many lines as the room has place for at this scale: name, area, height; at least its number. */
  #letter(node) {
    if (!node.texts || !node.heart) return;
    const { pixel } = this;
    const box = bounds([node.room.outline]);
    const [wide, high] = [node.heart.width / pixel, box.height / pixel];
    const [name, ...more] = node.texts;
    const width = (text, px) => text.length * px * CHARACTER + 8;
    const first = [name, name.split(' ')[0]].find((text) => width(text, NAME_PX) <= wide) ?? '';
    const lines = high >= NAME_PX + 4 ? [first] : [''];
    for (const text of more) {
      if (text && lines[0] === name && width(text, SMALL_PX) <= wide && high >= (lines.length + 1) * (SMALL_PX + 5) + 4) lines.push(text);
    }
    const top = -node.heart.y - ((lines.length - 1) * (SMALL_PX + 4) * pixel) / 2;
    node.lines.forEach((element, place) => {
      const text = lines[place] ?? '';
      if (element.textContent !== text) element.textContent = text;
      if (!text) return;
      const px = place ? SMALL_PX : NAME_PX;
      set(element, { x: node.heart.x.toFixed(0), y: (top + (place * (SMALL_PX + 4) + px * 0.35) * pixel).toFixed(0), 'font-size': (px * pixel).toFixed(0) });
    });
  }

  focus(id) { this.#nodes.get(id)?.group.focus({ preventScroll: true }); }

  has(id) { return this.#nodes.has(id); }

  length(mm) { return metres(Math.round(mm), this.decimal); }

  /** Lines in which a dragged thing lies with others. */
  guides({ lineX, lineY } = {}) {
    this.guide ??= this.layers.top.appendChild(svg('path', { class: 'guide', 'aria-hidden': 'true' }));
    const { left, top, width, height } = this.box;
    const upright = lineX === undefined ? '' : linePath([lineX, -top], [lineX, -(top + height)]);
    const level = lineY === undefined ? '' : linePath([left, lineY], [left + width, lineY]);
    set(this.guide, { d: upright + level });
  }

  /** A shape that is being drawn, with a word about its size. */
  draft(points, text = '', isClosed = false) {
    this.drawn ??= this.layers.top.appendChild(svg('g', { class: 'draft', 'aria-hidden': 'true' }, svg('path'), svg('text')));
    const [line, word] = this.drawn.childNodes;
    set(line, { d: points.length ? (isClosed ? ringPath(points) : linePath(...points)) : '' });
    if (word.textContent !== text) word.textContent = text;
    if (!points.length) return;
    const box = bounds([points]);
    set(word, { x: (box.left + box.width / 2).toFixed(0), y: (-(box.top + box.bottom) / 2).toFixed(0), 'font-size': (NAME_PX * this.pixel).toFixed(0) });
  }
}
