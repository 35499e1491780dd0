// The drawing board: enhances the form of a survey once everything is here. Without it the form works as it stands.

import { area } from './geometry.js';
import { addRoom, freePlace, Model, reshaped, roomOf, roomsOf, storeyOf, withRoom } from './model.js';
import { settled } from './placing.js';
import { clashNotice, clock } from './clash.js';
import { calmed, data, framed, html, icon, say } from './dom.js';
import { Handles } from './handles.js';
import { Keys } from './keys.js';
import { announcer } from './live.js';
import { isRectangle, metres, squareMetres, words } from './measure.js';
import { Parts } from './parts.js';
import { Store } from './store.js';
import { Table } from './table.js';
import { SHAPES, Tools } from './tools.js';
import { TraversePanel } from './traverse.js';
import { UnderlayPanel } from './underlay.js';
import { View } from './view.js';

const ICONS = {
  select: 'M5 3l10 7-4.5 1L8 16z', rectangle: 'M4 5h12v10H4z', polygon: 'M4 15V5h7l5 5v5z', door: 'M5 17V4h10v13M5 17h10M12 10.5h.5',
  window: 'M4 4h12v12H4zM10 4v12M4 10h12', undo: 'M8 5 4 9l4 4M4 9h8a4 4 0 0 1 0 8H9', redo: 'M12 5l4 4-4 4m4-4H8a4 4 0 0 0 0 8h3',
  in: 'M10 4v12M4 10h12', out: 'M4 10h12', fit: 'M4 8V4h4M12 4h4v4M16 12v4h-4M8 16H4v-4', keys: 'M3 6h14v9H3zM6 9h.5M9 9h.5M12 9h.5M7 12h6',
};

class Board {
  constructor(form, given, texts) {
    Object.assign(this, { form, texts, given, uses: new Map(given.uses.map((use) => [use.key, use])) });
    this.model = new Model(given.survey);
    this.isFinal = given.isFinal;
    this.selected = '';
    this.storeyId = given.survey.storeys[0]?.id ?? '';
    this.take(given.result);
    this.#build();
    this.view = new View(this.paper, { texts, colours: Object.fromEntries(given.uses.map((use) => [use.key, use.colour])) });
    this.say = announcer(this.figure);
    this.handles = new Handles(this);
    this.tools = new Tools(this);
    this.keys = new Keys(this);
    this.parts = new Parts(this);
    this.underlay = new UnderlayPanel(this, given.underlays ?? [], (one, placing) => this.#placed(one, placing));
    this.#traverse();
    this.table = new Table(this, form);
    this.store = this.#store();
    this.draw = framed(() => this.#draw());
    this.fillTable = calmed(60, () => this.table.show(this.model.survey, this.selected));
    this.model.listen((survey, what) => this.#changed(survey, what));
    this.#submits();
  }

  get storey() { return this.model.survey.storeys.find((one) => one.id === this.storeyId) ?? this.model.survey.storeys[0]; }

  get room() { return this.selected ? roomOf(this.model.survey, this.selected) : undefined; }

  has(id) { return Boolean(roomOf(this.model.survey, id)); }

  find(id) { return roomOf(this.model.survey, id); }

  words(room) { return words(room.outline); }

  reshaped(room, outline) { return reshaped(room, outline); }

  /** What was typed into the table; a room that grew pushes the others of its rows along. */
  edit(id, change, what) {
    const { survey } = this.model;
    const after = withRoom(survey, id, change);
    this.model.edit(what === 'reshaped' ? settled(survey, after, storeyOf(survey, id).id) : after, what);
  }

  /** A room that was typed, beside those that are there. */
  added({ name, use, storey, outline, height }) {
    const { survey } = this.model;
    const made = addRoom(survey, storey, { name: name || say(this.texts.room_name, { number: this.count + 1 }), use, outline, height });
    this.model.edit(settled(survey, made.survey, storey), 'added');
    this.view.fit();
  }

  get count() { return this.model.survey.storeys.reduce((sum, storey) => sum + roomsOf(storey).length, 0); }

  #build() {
    const { texts } = this;
    this.drawing = this.form.querySelector('[data-drawing]');
    this.paper = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    for (const [name, value] of Object.entries({ class: 'board-paper', role: 'group', 'aria-label': texts.board_label, 'data-mode': 'select' })) this.paper.setAttribute(name, value);
    this.stage = html('div', { class: 'board-stage' }, this.paper);
    this.state = html('p', { class: 'meta board-state', role: 'status' });
    this.below = html('div', { class: 'stack tight' });
    this.notice = html('div', { class: 'board-notice' });
    this.figure = html('figure', { class: 'card figure board-figure' },
      html('div', { class: 'row spread' }, this.#storeys(), this.drawing.querySelector('.legend')?.cloneNode(true)),
      this.isFinal ? null : this.#tools(), this.notice, this.stage,
      html('figcaption', { class: 'row spread' }, html('span', {}, texts.hint), this.state), this.below);
    // Fields of the board are not fields of the form: Enter in them sends nothing.
    this.figure.addEventListener('keydown', (event) => { if (event.key === 'Enter' && event.target.matches('input')) event.preventDefault(); });
    for (const figure of this.drawing.querySelectorAll('figure[data-storey]')) figure.remove();
    this.drawing.prepend(this.figure);
  }

  #storeys() {
    const { storeys } = this.model.survey;
    if (storeys.length < 2) return html('h2', {}, storeys[0]?.name ?? '');
    const select = html('select', { class: 'input small', 'aria-label': this.texts.storey, onchange: () => this.climb(select.value) },
      ...storeys.map((one) => html('option', { value: one.id }, one.name)));
    this.chooser = select;
    return select;
  }

  /** Show another storey. */
  climb(id) {
    this.storeyId = id;
    if (this.chooser) this.chooser.value = id;
    if (this.room && storeyOf(this.model.survey, this.selected).id !== id) this.selected = '';
    this.#draw();
    this.view.fit();
  }

  #tools() {
    const { texts } = this;
    const button = (key, work, mode = '') => html('button', {
      class: 'button small', type: 'button', 'aria-label': texts.tools[key], title: texts.tools[key], 'data-tool': mode || null,
      'aria-pressed': mode ? 'false' : null, onclick: work,
    }, icon(ICONS[key]), mode ? html('span', {}, texts.tools[key]) : null);
    const mode = (key) => button(key, () => this.tools.use(key), key);
    const more = html('select', { class: 'input small', 'aria-label': texts.more_tools, onchange: () => {
      const [kind, name] = more.value.split(':');
      more.value = '';
      if (kind === 'shape') this.tools.newRoom(this.#free(SHAPES[name]));
      else if (kind === 'mode') this.tools.use(name);
    } }, html('option', { value: '' }, texts.more_tools), ...Object.entries(texts.more).map(([value, text]) => html('option', { value }, text)));
    this.back = button('undo', () => this.model.undo());
    this.again = button('redo', () => this.model.redo());
    const upright = html('input', { type: 'checkbox', id: 'board-upright', checked: true, onchange: () => { this.tools.upright = upright.checked; } });
    this.bar = html('div', { class: 'board-tools', role: 'toolbar', 'aria-label': texts.toolbar },
      html('div', { class: 'row' }, mode('select'), mode('rectangle'), mode('polygon'), mode('door'), mode('window'), more),
      html('div', { class: 'row' }, this.back, this.again, button('out', () => this.view.zoom(0.8)), button('in', () => this.view.zoom(1.25)),
        button('fit', () => this.view.fit()), button('keys', () => this.keys.help()),
        html('label', { class: 'tick', for: 'board-upright' }, upright, texts.upright)));
    return this.bar;
  }

  #free(ring) {
    const [left, bottom] = freePlace(this.storey);
    return ring.map(([x, y]) => [x + left, y + bottom]);
  }

  #traverse() {
    if (this.isFinal) return;
    this.walk = new TraversePanel({
      texts: this.texts,
      onroom: (ring) => this.tools.newRoom(this.#free(ring)),
      ondraft: (points) => {
        const [left, bottom] = freePlace(this.storey);
        this.view.draft(points.map(([x, y]) => [x + left, y + bottom]));
        if (points.length) this.view.reveal(points.map(([x, y]) => [x + left, y + bottom]));
      },
    });
    this.below.append(html('details', { class: 'fold' }, html('summary', {}, this.texts.traverse), this.walk.place));
  }

  /** The tool in use is pressed, the others are not. */
  onmode(mode) {
    for (const one of this.bar?.querySelectorAll('[data-tool]') ?? []) one.setAttribute('aria-pressed', String(one.dataset.tool === mode));
    if (mode !== 'select') this.say(this.texts.mode_hints[mode] ?? '');
    if (mode === 'polygon') this.keys.ask();
  }

  /** Select a room, or none. */
  select(id, isSaid = true) {
    if (id && storeyOf(this.model.survey, id) && storeyOf(this.model.survey, id) !== this.storey) this.climb(storeyOf(this.model.survey, id).id);
    this.selected = this.has(id) ? id : '';
    this.model.settle();
    this.draw();
    this.fillTable();
    if (isSaid && this.room) this.say(this.#label(this.room));
  }

  #label(room) {
    const size = isRectangle(room.outline) ? words(room.outline) : say(this.texts.corners, { count: room.outline.length });
    const told = this.results.get(room.id);
    return say(this.texts.room_label, { id: room.id, name: room.name, size, area: this.#area(room), faults: told?.faults.map((one) => one.text).join(' ') ?? '' }).trim();
  }

  /** The server's area while it is that of this very room, else a first guess. */
  #area(room) {
    const told = this.results.get(room.id);
    if (told && this.reckoned.get(room.id) === room && told.area !== null) return `${told.area} m²`;
    return `≈ ${squareMetres(area(room.outline))} m²`;
  }

  /** Take a result: which areas belong to which state of the rooms. */
  take(result, survey = this.model.survey) {
    this.result = result;
    this.results = new Map(result.rooms.map((room) => [room.id, room]));
    this.reckoned = new Map(survey.storeys.flatMap(roomsOf).map((room) => [room.id, room]));
  }

  #draw() {
    this.view.show(this.storey, this.selected, (room) => {
      const told = this.results.get(room.id);
      const height = room.height ? say(this.texts.clear_height, { height: metres(room.height) }) : '';
      const lines = [`${room.id} ${room.name}`, this.#area(room), height];
      const isFaulty = Boolean(told?.faults.length) && this.reckoned.get(room.id) === room;
      return { key: `${lines.join('|')}|${isFaulty}|${words(room.outline)}`, lines, isFaulty, label: this.#label(room) };
    }, this.result);
    const room = this.room && roomsOf(this.storey).includes(this.room) && !this.isFinal ? this.room : null;
    this.handles.show(room);
    this.parts.show(room);
    this.underlay.show();
    if (this.back) {
      this.back.disabled = !this.model.canUndo;
      this.again.disabled = !this.model.canRedo;
    }
  }

  #changed(survey, what) {
    if (this.selected && !this.has(this.selected)) this.selected = '';
    if (!survey.storeys.some((one) => one.id === this.storeyId)) this.storeyId = survey.storeys[0].id;
    this.draw();
    this.fillTable();
    if (what !== 'theirs') this.store.change(survey);
    if (this.room && what !== 'added') this.say(this.#label(this.room));
    document.dispatchEvent(new CustomEvent('survey:changed', { detail: { survey, what } }));
  }

  #store() {
    const { form, texts } = this;
    return new Store({
      url: this.given.urls.save, name: this.given.urls.save, number: this.given.number, token: form.querySelector('[name=csrfmiddlewaretoken]')?.value ?? '',
      on: {
        state: (state, at) => this.#told(state, at),
        result: (result, number, survey) => {
          this.take(result, survey);
          const field = form.querySelector('[name=number]');
          if (field) field.value = number;
          this.draw();
          this.table.tell(result);
          if (this.room) this.say(this.#label(this.room));
        },
        conflict: (clash) => this.#clash(clash),
        refused: (faults) => { this.notice.replaceChildren(html('div', { class: 'notice', 'data-tone': 'bad', role: 'alert' }, html('p', {}, `${texts.refused} ${faults.map((one) => one.text).join(' ')}`))); },
      },
    });
  }

  #told(state, at) {
    const text = say(this.texts.states[state] ?? '', { time: clock(at) });
    if (this.state.textContent !== text) this.state.textContent = text;
    this.state.dataset.tone = { offline: 'warn', login: 'warn', conflict: 'warn', refused: 'bad' }[state] ?? '';
    if (state === 'saved') this.notice.querySelector('.notice[data-tone=bad]')?.remove();
    if (state === 'finished') this.isFinal = true;
  }

  /** Somebody saved meanwhile: both states are on the server, one of them goes on. */
  #clash({ mine, theirs, result }) {
    const pick = (isMine) => {
      this.notice.replaceChildren();
      if (!isMine) {
        this.model.replace(theirs, 'theirs');
        this.take(result);
        this.#draw();
        this.table.tell(result);
        this.view.fit();
      }
      this.form.querySelector('[name=number]').value = this.store.number;
      this.store.chosen(isMine ? this.model.survey : theirs, isMine);
      this.view.focus(this.selected);
    };
    this.notice.replaceChildren(clashNotice(this.texts, pick));
    this.model.survey = mine;
  }

  /** Where the picture lies is kept with it, not with the measures. */
  async #placed(one, placing) {
    try {
      const headers = { 'Content-Type': 'application/json', 'X-CSRFToken': this.store.token };
      await fetch(one.href, { method: 'POST', credentials: 'same-origin', headers, body: JSON.stringify(placing) });
    } catch {
      this.#told('offline');
    }
  }

  /** A button of the page waits until what was drawn is saved; then the server has the same state as the eyes. */
  #submits() {
    let isOn = false;
    this.form.addEventListener('submit', async (event) => {
      if (isOn || !this.store.isPending) return;
      event.preventDefault();
      const { submitter } = event;
      if (!await this.store.flush()) { this.notice.scrollIntoView({ block: 'nearest' }); return; }
      isOn = true;
      this.form.requestSubmit(submitter);
      isOn = false;
    });
  }

  async start() {
    const left = await this.store.recovered();
    if (left && JSON.stringify(left.survey) !== JSON.stringify(this.model.survey)) {
      this.model.survey = left.survey;
      this.state.textContent = say(this.texts.recovered, { time: clock(left.at) });
    }
    this.#draw();
    this.view.fit();
    this.fillTable();
    this.onmode('select');
    form.dataset.ready = '';
  }
}

const form = document.querySelector('[data-board]');
const given = data('survey-data');
const texts = data('survey-texts');
if (form && given && texts) {
  const board = new Board(form, given, texts);
  board.start();
  // Looked at by tests and by nobody else.
  form.board = board;
}

export { Board };
