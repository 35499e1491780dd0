// Everything by keyboard: rooms and corners are buttons on the way of Tab, arrows move what has the focus.

import { addRoom, movedRoom, removeRoom, reshaped, splitEdge, withCorner, withEdge, withoutCorner, freePlace } from './model.js';
import { edge, frame } from './geometry.js';
import { html, say } from './dom.js';
import { length, outline, steps } from './measure.js';

const STEP = 10;
const FAR = 100;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

export class Keys {
  constructor(app) {
    this.app = app;
    app.view.root.addEventListener('keydown', (event) => this.#pressed(event));
    app.view.root.addEventListener('focusin', (event) => this.#focused(event));
    app.view.root.addEventListener('focusout', () => app.model.settle());
    document.addEventListener('keydown', (event) => this.#anywhere(event));
    this.#makeEntry();
  }

  #focused(event) {
    const room = event.target.closest('[data-room]');
    if (!room) return;
    this.app.handles.leave();
    if (room.dataset.room !== this.app.selected) this.app.select(room.dataset.room);
  }

  /** Undo and redo work in the whole page, but not while somebody types. */
  #anywhere(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || this.app.isFinal) return;
    if (event.target.closest('input, textarea, select')) return;
    const key = event.key.toLowerCase();
    if (key !== 'z' && key !== 'y') return;
    event.preventDefault();
    if (key === 'y' || event.shiftKey) this.app.model.redo();
    else this.app.model.undo();
  }

  #pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { app } = this;
    const grip = event.target.closest('[data-corner], [data-edge]');
    const work = this.#works(event, grip);
    if (!work) return;
    if (app.isFinal && !['Escape', '+', '-', '0', '?'].includes(event.key)) return;
    event.preventDefault();
    work();
  }

  #works(event, grip) {
    const { app } = this;
    const arrow = ARROWS[event.key];
    if (arrow) return () => this.#arrow(arrow, event.shiftKey ? FAR : STEP, grip);
    return {
      Enter: () => (app.tools.path.length > 2 && !this.entry.offsetParent ? app.tools.close() : this.ask(grip)),
      ' ': () => (grip ? this.ask(grip) : app.room && app.handles.enter()),
      Delete: () => this.#remove(grip),
      Backspace: () => this.#remove(grip),
      Escape: () => this.#escape(grip),
      '+': () => app.view.zoom(1.25), '-': () => app.view.zoom(0.8), 0: () => app.view.fit(),
      n: () => this.ask(null, true), t: () => grip?.dataset.edge && this.#split(Number(grip.dataset.edge)),
      '?': () => this.help(),
    }[event.key];
  }

  #arrow([x, y], step, grip) {
    const { app } = this;
    if (!app.room) return app.view.pan(-x * 40, y * 40);
    const [dx, dy] = [x * step, y * step];
    if (!grip) return app.model.editRoom(app.selected, (room) => movedRoom(room, dx, dy), 'moved', `arrow ${app.selected}`);
    if (grip.dataset.corner !== undefined) {
      const at = Number(grip.dataset.corner);
      const [cx, cy] = app.room.outline[at];
      return app.model.editRoom(app.selected, (room) => withCorner(room, at, [cx + dx, cy + dy], app.tools.upright), 'reshaped', `corner ${at}`);
    }
    const at = Number(grip.dataset.edge);
    const { out } = frame(app.room.outline, at);
    const far = dx * out[0] + dy * out[1];
    if (Math.abs(far) < 0.01) return undefined;
    return app.model.editRoom(app.selected, (room) => withEdge(room, at, Math.round(out[0] * far), Math.round(out[1] * far)), 'reshaped', `edge ${at}`);
  }

  #split(at) {
    this.app.model.editRoom(this.app.selected, (room) => splitEdge(room, at), 'split');
    this.app.handles.focus('corner', at + 1);
  }

  #remove(grip) {
    const { app } = this;
    if (!app.room) return;
    if (grip?.dataset.corner !== undefined) {
      const at = Number(grip.dataset.corner);
      app.model.editRoom(app.selected, (room) => withoutCorner(room, at), 'reshaped');
      app.handles.focus('corner', Math.max(0, at - 1));
    } else if (!grip) this.removeRoom();
  }

  /** A room less; undo brings it back, and the reader is told so. */
  removeRoom() {
    const { app } = this;
    const gone = app.room;
    const rooms = app.storey.rooms;
    const next = rooms[rooms.indexOf(gone) + 1] ?? rooms[rooms.indexOf(gone) - 1];
    app.model.edit(removeRoom(app.model.survey, gone.id), 'removed');
    app.select(next?.id ?? '');
    if (next) app.view.focus(next.id);
    app.say(say(app.texts.removed, { name: gone.name }));
  }

  #escape(grip) {
    const { app } = this;
    if (app.tools.mode !== 'select' || app.tools.path.length) app.tools.use('select');
    else if (grip) {
      app.handles.leave();
      app.view.focus(app.selected);
    } else app.select('');
  }

  #makeEntry() {
    const { texts } = this.app;
    this.label = html('label', { for: 'board-entry' });
    this.input = html('input', { class: 'input', id: 'board-entry', autocomplete: 'off', spellcheck: 'false', 'aria-describedby': 'board-entry-fault' });
    this.fault = html('p', { class: 'error', id: 'board-entry-fault', hidden: true });
    const take = html('button', { class: 'button small', type: 'button', onclick: () => this.#take() }, texts.take);
    const drop = html('button', { class: 'button small quiet', type: 'button', onclick: () => this.#drop() }, texts.cancel);
    // No form of its own: the board stands inside the page's form, whose fields these are not.
    this.entry = html('div', { class: 'board-entry', hidden: true }, this.label, this.fault, html('div', { class: 'row' }, this.input, take, drop));
    this.input.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      if (event.key === 'Enter') this.#take();
      else this.#drop();
    });
    this.app.stage.append(this.entry);
  }

  /** Ask for a measure: of the wall that has the focus, of the room, of a way that is being drawn, or of a new room. */
  ask(grip = null, isNew = false) {
    const { app } = this;
    const { texts } = app;
    this.back = document.activeElement;
    if (app.tools.mode === 'polygon') this.asked = { kind: 'way', label: texts.ask_way, value: '' };
    else if (isNew || !app.room) this.asked = { kind: 'new', label: texts.ask_new, value: '' };
    else if (grip?.dataset.edge !== undefined) {
      const at = Number(grip.dataset.edge);
      const long = frame(app.room.outline, at).length;
      this.asked = { kind: 'edge', at, label: say(texts.ask_wall, { number: at + 1, name: app.room.name }), value: app.view.length(long) };
    } else this.asked = { kind: 'room', label: say(texts.ask_room, { name: app.room.name }), value: app.words(app.room) };
    this.label.textContent = this.asked.label;
    this.input.value = this.asked.value;
    this.#complain('');
    this.entry.hidden = false;
    this.input.focus();
    this.input.select();
  }

  #complain(text) {
    this.fault.textContent = text;
    this.fault.hidden = !text;
    this.input.setAttribute('aria-invalid', String(Boolean(text)));
  }

  #drop() {
    this.entry.hidden = true;
    if (this.back?.isConnected) this.back.focus();
    else this.app.view.focus(this.app.selected);
  }

  #take() {
    const { kind } = this.asked;
    if (!this.input.value.trim() && kind === 'way') { this.#drop(); this.app.tools.close(); return; }
    const wrong = { edge: () => this.#takeEdge(), way: () => this.#takeWay(), new: () => this.#takeNew(), room: () => this.#takeRoom() }[kind]();
    if (wrong) { this.#complain(this.app.texts[`fault_${wrong}`] ?? this.app.texts.fault_shape); return; }
    if (kind === 'way') { this.input.value = ''; this.#complain(''); return; }
    this.#drop();
  }

  #takeRoom() {
    const read = outline(this.input.value);
    if (!read.fault) this.app.model.editRoom(this.app.selected, (room) => reshaped(room, read.outline), 'reshaped');
    return read.fault;
  }

  #takeNew() {
    const { app } = this;
    const read = outline(this.input.value);
    if (read.fault) return read.fault;
    const [left, bottom] = freePlace(app.storey);
    const ring = read.outline.map(([x, y]) => [x + left, y + bottom]);
    const name = say(app.texts.room_name, { number: (app.storey.rooms ?? []).length + 1 });
    const made = addRoom(app.model.survey, app.storey.id, { name, use: 'living', outline: ring });
    app.selected = made.id;
    app.model.edit(made.survey, 'added');
    app.select(made.id);
    app.view.reveal(ring);
    this.back = null;
    return '';
  }

  /** A wall of another length: all corners beyond it move along, as far as the shape stays upright. */
  #takeEdge() {
    const read = length(this.input.value);
    if (read.fault) return read.fault;
    const { at } = this.asked;
    this.app.model.editRoom(this.app.selected, (room) => {
      const { along, length: was } = frame(room.outline, at);
      const [, [x, y]] = edge(room.outline, at);
      const more = read.mm - was;
      const end = (at + 1) % room.outline.length;
      return withCorner(room, end, [Math.round(x + along[0] * more), Math.round(y + along[1] * more)], true);
    }, 'reshaped');
    return '';
  }

  /** `3,20 r`: the next corner lies that far in that direction; several at once are allowed. */
  #takeWay() {
    const { tools } = this.app;
    const read = steps(this.input.value);
    if (read.fault) return read.fault;
    if (!tools.path.length) tools.add(freePlace(this.app.storey));
    for (const { mm, dx, dy } of read.steps) {
      const [x, y] = tools.path.at(-1);
      const next = [x + dx * mm, y + dy * mm];
      const [fx, fy] = tools.path[0];
      if (tools.path.length > 2 && next[0] === fx && next[1] === fy) { tools.close(); this.#drop(); return ''; }
      tools.add(next);
    }
    this.app.view.reveal(tools.path);
    return '';
  }

  /** The keys, in words. */
  help() {
    const { texts } = this.app;
    if (!this.dialog) {
      const rows = texts.keys.map(([keys, what]) => html('div', {}, html('dt', {}, ...keys.map((key) => html('kbd', {}, key))), html('dd', {}, what)));
      const close = html('button', { class: 'button', type: 'button', onclick: () => this.dialog.close() }, texts.close);
      this.dialog = html('dialog', { class: 'card board-help', 'aria-labelledby': 'board-help' },
        html('h2', { id: 'board-help' }, texts.keys_title), html('dl', { class: 'keys' }, ...rows), close);
      document.body.append(this.dialog);
    }
    this.dialog.showModal();
  }
}
