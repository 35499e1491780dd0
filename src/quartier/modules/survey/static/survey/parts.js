// What stands in a room and in its walls, as fields: the same as in the drawing, for keyboards and exact figures.

import { bounds, frame } from './geometry.js';
import { addPart, changePart, removePart } from './model.js';
import { html, icon, say } from './dom.js';
import { length, metres, outline as read } from './measure.js';

const CROSS = 'M5 5l10 10M15 5 5 15';

/** The fields of each kind of part: name and how it is entered. */
const FIELDS = {
  openings: [['kind', 'choice'], ['edge', 'edge'], ['offset', 'length'], ['width', 'length'], ['height', 'length'], ['sill', 'length', 'window'], ['hinge', 'choice', 'door'], ['inward', 'tick', 'door']],
  slopes: [['edge', 'edge'], ['knee', 'length'], ['pitch', 'degrees']],
  dormers: [['size', 'size'], ['x', 'place'], ['y', 'place'], ['height', 'length']],
  deductions: [['kind', 'choice'], ['size', 'size'], ['x', 'place'], ['y', 'place'], ['height', 'maybe']],
  recesses: [['kind', 'choice'], ['edge', 'edge'], ['offset', 'length'], ['width', 'length'], ['depth', 'length'], ['height', 'length'], ['to_floor', 'tick']],
  stairs: [['size', 'size'], ['x', 'place'], ['y', 'place'], ['risers', 'count']],
};
const LEAST = { offset: 0, knee: 0, sill: 0, x: 0, y: 0 };

export class Parts {
  #built = '';

  constructor(app) {
    this.app = app;
    this.place = html('div', { class: 'board-parts stack tight', hidden: true });
    app.below.append(this.place);
  }

  /** Show the parts of a room; fields in which somebody is typing are left alone. */
  show(room) {
    const isShown = Boolean(room) && !this.app.isFinal;
    this.place.hidden = !isShown;
    if (!isShown) { this.#built = ''; return; }
    const built = JSON.stringify([room.id, room.name, room.outline.length, Object.keys(FIELDS).map((name) => (room[name] ?? []).map((part) => part.kind ?? 1))]);
    if (built !== this.#built) this.#build(room);
    this.#built = built;
    for (const field of this.place.querySelectorAll('[data-part]')) {
      if (field === document.activeElement) continue;
      this.#fill(field, room);
    }
  }

  #fill(field, room) {
    const { part: name, at, field: what, kind } = field.dataset;
    const part = (room[name] ?? [])[Number(at)];
    if (!part) return;
    if (kind === 'tick') field.checked = part[what] ?? true;
    else field.value = this.#shown(room, part, what, kind);
  }

  #shown(room, part, what, kind) {
    if (what === 'size') {
      const { width, height } = bounds([part.outline]);
      return `${metres(width)} × ${metres(height)}`;
    }
    if (what === 'x' || what === 'y') {
      const [inner, outer] = [bounds([part.outline]), bounds([room.outline])];
      return metres(what === 'x' ? inner.left - outer.left : inner.bottom - outer.bottom);
    }
    const value = part[what];
    if (kind === 'length' || kind === 'maybe') return value === null || value === undefined ? (kind === 'maybe' ? '' : metres(0)) : metres(value);
    if (kind === 'degrees') return String(value).replace('.', ',');
    return String(value ?? (what === 'hinge' ? 'start' : ''));
  }

  #build(room) {
    const { texts } = this.app;
    const lists = Object.keys(FIELDS).flatMap((name) => (room[name] ?? []).map((part, at) => this.#row(room, name, part, at)));
    const add = html('select', { class: 'input small', 'aria-label': texts.add_part, onchange: (event) => this.#add(event) },
      html('option', { value: '' }, texts.add_part), ...Object.keys(texts.new_parts).map((key) => html('option', { value: key }, texts.new_parts[key])));
    const measure = html('button', { class: 'button small', type: 'button', onclick: () => this.app.keys.ask() }, texts.measure);
    const gone = html('button', { class: 'button small quiet', type: 'button', onclick: () => this.app.keys.removeRoom() }, texts.remove_room);
    const isOpen = this.fold?.open ?? false;
    this.fold = html('details', { class: 'fold', open: isOpen, hidden: !lists.length }, html('summary', {}, say(texts.in_room, { count: lists.length })), ...lists);
    this.place.replaceChildren(
      html('h3', {}, say(texts.room, { id: room.id, name: room.name })),
      html('div', { class: 'row' }, measure, add, gone), this.fold,
    );
  }

  #row(room, name, part, at) {
    const { texts } = this.app;
    const title = `${texts.parts[name]} ${at + 1}`;
    const fields = FIELDS[name].filter(([, , only]) => !only || only === part.kind).map(([what, kind]) => this.#field(room, name, at, what, kind));
    const gone = html('button', {
      class: 'button small quiet', type: 'button', 'aria-label': say(texts.remove_part, { part: title }),
      onclick: () => this.app.model.editRoom(room.id, (old) => removePart(old, name, at), 'part'),
    }, icon(CROSS));
    return html('fieldset', { class: 'board-part' }, html('legend', {}, title), ...fields, gone);
  }

  #field(room, name, at, what, kind) {
    const { texts } = this.app;
    const id = `part-${name}-${at}-${what}`;
    const shared = { id, 'data-part': name, 'data-at': at, 'data-field': what, 'data-kind': kind, 'aria-describedby': `${id}-fault` };
    const change = (event) => this.#changed(event.target);
    const label = html('label', { for: id }, texts.fields[what]);
    if (kind === 'tick') {
      return html('p', { class: 'tick' }, html('input', { ...shared, type: 'checkbox', onchange: change }), label);
    }
    const control = kind === 'choice' || kind === 'edge'
      ? html('select', { ...shared, class: 'input small', onchange: change }, ...this.#options(room, name, what, kind))
      : html('input', { ...shared, class: 'input small num', inputmode: what === 'size' ? 'text' : 'decimal', size: what === 'size' ? 12 : 5, autocomplete: 'off', onchange: change, onkeydown: stay });
    return html('p', {}, label, control, html('span', { class: 'error', id: `${id}-fault`, hidden: true }));
  }

  #options(room, name, what, kind) {
    const { texts, view } = this.app;
    if (kind === 'edge') {
      return room.outline.map((_, at) => html('option', { value: at + 1 }, say(texts.wall, { number: at + 1, length: view.length(frame(room.outline, at).length) })));
    }
    return Object.entries(texts.choices[what === 'hinge' ? 'hinge' : name]).map(([value, label]) => html('option', { value }, label));
  }

  #changed(field) {
    const { part: name, at, field: what, kind } = field.dataset;
    const { room } = this.app;
    const part = room[name][Number(at)];
    const found = this.#value(field, room, part, what, kind);
    const wrong = found.fault;
    field.setAttribute('aria-invalid', String(Boolean(wrong)));
    const note = document.getElementById(`${field.id}-fault`);
    if (note) {
      note.textContent = wrong ? this.app.texts[`fault_${wrong}`] ?? this.app.texts.fault_shape : '';
      note.hidden = !wrong;
    }
    if (!wrong) this.app.model.editRoom(room.id, (old) => changePart(old, name, Number(at), found), 'part');
  }

  /** What a field says, as a change of the part, or why it says nothing. */
  #value(field, room, part, what, kind) {
    if (kind === 'tick') return { [what]: field.checked };
    if (kind === 'choice') return { [what]: field.value };
    if (kind === 'edge') return { edge: Number(field.value) };
    if (kind === 'count') return /^\d{1,3}$/.test(field.value.trim()) ? { [what]: Number(field.value) } : { fault: 'number' };
    if (kind === 'degrees') {
      const pitch = Number(field.value.trim().replace(',', '.'));
      return pitch > 0 && pitch < 90 ? { pitch } : { fault: 'degrees' };
    }
    if (kind === 'maybe' && !field.value.trim()) return { [what]: null };
    if (kind === 'size') {
      const sized = read(field.value);
      if (sized.fault) return sized;
      const { left, bottom } = bounds([part.outline]);
      return { outline: sized.outline.map(([x, y]) => [x + left, y + bottom]) };
    }
    const measured = /^0+([.,]0*)?$/.test(field.value.trim()) && LEAST[what] === 0 ? { mm: 0 } : length(field.value, LEAST[what] ?? 10);
    if (measured.fault) return measured;
    if (kind !== 'place') return { [what]: measured.mm };
    const [inner, outer] = [bounds([part.outline]), bounds([room.outline])];
    const shift = what === 'x' ? [outer.left + measured.mm - inner.left, 0] : [0, outer.bottom + measured.mm - inner.bottom];
    return { outline: part.outline.map(([x, y]) => [x + shift[0], y + shift[1]]) };
  }

  #add(event) {
    const kind = event.target.value;
    event.target.value = '';
    if (!kind) return;
    const { room, model } = this.app;
    const { left, bottom, width, height } = bounds([room.outline]);
    const at = (wide, deep) => {
      const [x, y] = [left + Math.round((width - wide) / 2), bottom + Math.round((height - deep) / 2)];
      return [[x, y], [x + wide, y], [x + wide, y + deep], [x, y + deep]];
    };
    const long = Math.round(frame(room.outline, 0).length);
    const within = (wide) => ({ edge: 1, width: Math.min(wide, long), offset: Math.max(0, Math.round((long - wide) / 2)) });
    const [name, part] = {
      door: ['openings', { kind: 'door', ...within(885), height: 2010 }],
      window: ['openings', { kind: 'window', ...within(1200), height: 1300, sill: 900 }],
      passage: ['openings', { kind: 'passage', ...within(1000), height: 2100 }],
      slope: ['slopes', { edge: 1, knee: 1000, pitch: 45 }],
      dormer: ['dormers', { outline: at(Math.min(2000, width), Math.min(1500, height)), height: 2300 }],
      deduction: ['deductions', { kind: 'chimney', outline: at(500, 400) }],
      recess: ['recesses', { kind: 'window', ...within(1200), depth: 200, height: 2100, to_floor: true }],
      stair: ['stairs', { outline: at(Math.min(1000, width), Math.min(3000, height)), risers: 16 }],
    }[kind];
    model.editRoom(room.id, (old) => addPart(old, name, part), 'part');
    const added = this.app.room[name].length - 1;
    this.show(this.app.room);
    this.fold.open = true;
    document.getElementById(`part-${name}-${added}-${FIELDS[name][0][0]}`)?.focus();
  }
}

/** Enter takes the value; it must not send the page's form. */
function stay(event) {
  if (event.key !== 'Enter') return;
  event.preventDefault();
  event.target.dispatchEvent(new Event('change', { bubbles: true }));
}

