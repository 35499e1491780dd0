// A photo or a page of an old plan beneath the drawing: scaled by one known distance, checked with a second one.

import { html, say, set, svg } from './dom.js';
import { length, metres } from './measure.js';

const span = ([ax, ay], [bx, by]) => Math.hypot(bx - ax, by - ay);
const START_WIDTH = 10_000; // mm, until somebody has set the scale

/** Millimetres in one pixel of the picture. */
export const scaleOf = (placing) => placing.length / span(...placing.points);

/** A point of the building as a point of the picture. Its upper left corner lies at x, y; downwards its y grows. */
export function toPicture([x, y], { x: left, y: top, turn }, scale) {
  const angle = (turn * Math.PI) / 180;
  const [dx, dy] = [x - left, top - y];
  return [(dx * Math.cos(angle) + dy * Math.sin(angle)) / scale, (dy * Math.cos(angle) - dx * Math.sin(angle)) / scale];
}

/** A point of the picture as a point of the building. */
export function toBuilding([px, py], { x: left, y: top, turn }, scale) {
  const angle = (turn * Math.PI) / 180;
  const [dx, dy] = [px * scale, py * scale];
  return [left + dx * Math.cos(angle) - dy * Math.sin(angle), top - (dx * Math.sin(angle) + dy * Math.cos(angle))];
}

/** The same picture at another scale, its first known point where it was. */
export function calibrated(placing, points, mm) {
  const was = toBuilding(points[0], placing, scaleOf(placing));
  const next = { ...placing, points, length: mm };
  const is = toBuilding(points[0], next, scaleOf(next));
  return { ...next, x: Math.round(next.x + was[0] - is[0]), y: Math.round(next.y + was[1] - is[1]), checked: null };
}

/** By how many percent a second distance differs from what the scale says. */
export function deviation(placing, points, mm) {
  return Math.round(((span(...points) * scaleOf(placing)) / mm - 1) * 1000) / 10;
}

const first = ({ width, height }) => ({
  points: [[0, 0], [width, 0]], length: START_WIDTH, turn: 0, x: 0, y: Math.round((START_WIDTH * height) / width), checked: null, opacity: 50,
});

export class UnderlayPanel {
  #marks = [];
  #moving = null;
  #mode = '';

  constructor(app, underlays, save) {
    this.app = app;
    this.save = save;
    this.found = new Map(underlays.map((one) => [one.storey, { ...one, placing: one.placing?.points ? one.placing : first(one) }]));
    this.image = svg('image', { preserveAspectRatio: 'none', 'aria-hidden': 'true' });
    this.dots = svg('path', { class: 'guide', 'aria-hidden': 'true' });
    app.view.layers.ground.append(this.image);
    app.view.layers.top.append(this.dots);
    app.view.root.addEventListener('pointermove', (event) => this.#moved(event));
    app.view.root.addEventListener('pointerup', () => this.#dropped());
    this.#build();
  }

  get current() { return this.found.get(this.app.storey?.id); }

  #build() {
    const { texts } = this.app;
    const button = (mode, text) => html('button', { class: 'button small', type: 'button', 'aria-pressed': 'false', 'data-underlay-mode': mode, onclick: () => this.#use(this.#mode === mode ? '' : mode) }, text);
    const figure = (name, text) => html('p', {}, html('label', { for: `underlay-${name}` }, text), html('input', { class: 'input small num', id: `underlay-${name}`, 'data-placing': name, inputmode: 'decimal', size: 6, onchange: (event) => this.#typed(event.target), onkeydown: (event) => { if (event.key === 'Enter') { event.preventDefault(); this.#typed(event.target); } } }));
    this.opacity = html('input', { type: 'range', id: 'underlay-opacity', min: 0, max: 100, value: 50, oninput: () => set(this.image, { opacity: this.opacity.value / 100 }) });
    this.distance = html('input', { class: 'input small num', id: 'underlay-distance', inputmode: 'decimal', size: 6, onkeydown: (event) => { if (event.key === 'Enter') { event.preventDefault(); this.#measured(); } } });
    this.ask = html('p', { hidden: true }, html('label', { for: 'underlay-distance' }, texts.known_distance), this.distance, html('button', { class: 'button small', type: 'button', onclick: () => this.#measured() }, texts.take));
    this.told = html('p', { class: 'meta', role: 'status' });
    this.place = html('details', { class: 'fold board-underlay', hidden: true },
      html('summary', {}, texts.underlay),
      html('div', { class: 'stack tight' },
        html('p', {}, html('label', { for: 'underlay-opacity' }, texts.opacity), this.opacity),
        html('div', { class: 'row' }, button('scale', texts.set_scale), button('check', texts.check_scale), button('move', texts.move_underlay)),
        this.ask,
        html('div', { class: 'board-part' }, figure('width', texts.picture_width), figure('x', texts.fields.x), figure('y', texts.fields.y), figure('turn', texts.turn)),
        this.told));
    this.app.below.append(this.place);
  }

  /** Show the picture of this storey. */
  show() {
    const { current } = this;
    this.place.hidden = !current || this.app.isFinal;
    set(this.image, { display: current ? null : 'none' });
    if (!current) return;
    const { placing, width, height, href } = current;
    const scale = scaleOf(placing);
    set(this.image, {
      href, width: Math.round(width * scale), height: Math.round(height * scale), opacity: this.opacity.value / 100,
      transform: `translate(${placing.x} ${-placing.y}) rotate(${placing.turn})`,
    });
    const shown = { width: metres(Math.round(width * scale)), x: metres(placing.x), y: metres(placing.y), turn: String(placing.turn).replace('.', ',') };
    for (const field of this.place.querySelectorAll('[data-placing]')) if (field !== document.activeElement) field.value = shown[field.dataset.placing];
    if (placing.checked) this.#tellCheck(placing.checked.deviation);
  }

  #tellCheck(percent) {
    const text = say(this.app.texts.deviation, { percent: String(percent).replace('.', ',').replace('-', '−') });
    this.told.textContent = Math.abs(percent) > 1 ? `${text} ${this.app.texts.deviation_large}` : text;
  }

  #use(mode) {
    this.#mode = mode;
    this.#marks = [];
    this.ask.hidden = true;
    this.#mark();
    for (const one of this.place.querySelectorAll('[data-underlay-mode]')) one.setAttribute('aria-pressed', String(one.dataset.underlayMode === mode));
    this.told.textContent = this.app.texts[{ scale: 'click_two', check: 'click_two', move: 'drag_picture' }[mode]] ?? '';
  }

  /** Whether a click in the drawing is meant for the picture. */
  grips(point) {
    if (!this.#mode || !this.current) return false;
    if (this.#mode === 'move') this.#moving = { point, corner: [this.current.placing.x, this.current.placing.y] };
    else if (this.#marks.length < 2) {
      this.#marks.push(point);
      this.#mark();
      if (this.#marks.length === 2) {
        this.ask.hidden = false;
        this.distance.value = '';
        this.distance.focus();
      }
    }
    return true;
  }

  #mark() {
    const arm = 10 * this.app.view.pixel;
    set(this.dots, { d: this.#marks.map(([x, y]) => `M${x - arm} ${-y}h${2 * arm}M${x} ${-y - arm}v${2 * arm}`).join('') });
  }

  #measured() {
    const read = length(this.distance.value, 200, 200_000);
    this.distance.setAttribute('aria-invalid', String(Boolean(read.fault)));
    if (read.fault) { this.told.textContent = this.app.texts[`fault_${read.fault}`] ?? ''; return; }
    const { placing } = this.current;
    const points = this.#marks.map((point) => toPicture(point, placing, scaleOf(placing)).map((value) => Math.round(value * 10) / 10));
    if (span(...points) < 1) { this.#use(''); return; }
    if (this.#mode === 'scale') this.#place(calibrated(placing, points, read.mm));
    else this.#place({ ...placing, checked: { points, length: read.mm, deviation: deviation(placing, points, read.mm) } });
    const { checked } = this.current.placing;
    this.#use('');
    if (checked) this.#tellCheck(checked.deviation);
    else this.told.textContent = this.app.texts.scale_set;
  }

  #typed(field) {
    const { placing, width } = this.current;
    const value = Number(field.value.trim().replace(/\s*m$/, '').replace('−', '-').replace(',', '.'));
    const isWrong = !Number.isFinite(value) || (field.dataset.placing === 'width' && (value < 0.2 || value > 500));
    field.setAttribute('aria-invalid', String(isWrong));
    if (isWrong) return;
    const mm = Math.round(value * 1000);
    const next = {
      width: () => ({ ...placing, points: [[0, 0], [width, 0]], length: mm, checked: null }),
      x: () => ({ ...placing, x: mm }), y: () => ({ ...placing, y: mm }),
      turn: () => ({ ...placing, turn: Math.max(-360, Math.min(360, Math.round(value * 100) / 100)) }),
    }[field.dataset.placing]();
    this.#place(next);
  }

  #place(placing, isSaved = true) {
    this.current.placing = placing;
    this.show();
    if (isSaved) this.save(this.current, placing);
  }

  #moved(event) {
    if (!this.#moving) return;
    const [x, y] = this.app.view.point(event);
    const { point, corner } = this.#moving;
    this.#place({ ...this.current.placing, x: Math.round(corner[0] + x - point[0]), y: Math.round(corner[1] + y - point[1]) }, false);
  }

  #dropped() {
    if (!this.#moving) return;
    this.#moving = null;
    this.save(this.current, this.current.placing);
  }
}
