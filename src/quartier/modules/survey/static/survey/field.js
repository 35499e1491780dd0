// Measuring on site with a phone: room after room, large fields, with or without a connection.

import { area, bounds, frame } from './geometry.js';
import { addPart, addRoom, Model, removePart, removeRoom, reshaped, roomOf, roomsOf, withRoom } from './model.js';
import { settled } from './placing.js';
import { clashNotice, clock } from './clash.js';
import { data, html, icon, say, svg } from './dom.js';
import { isOutdoor, ringPath } from './figures.js';
import { isRectangle, length, metres, squareMetres, words } from './measure.js';
import { Store } from './store.js';
import { OPENINGS } from './tools.js';
import { TraversePanel } from './traverse.js';

const LOWEST = 300;
const HIGHEST = 30_000;
const KEPT = /^\/(static\/|brand\.css|logo)/;
const PENCIL = 'M4 16l1-4 8-8 3 3-8 8z';

class Field {
  constructor(place, given, texts) {
    Object.assign(this, { place, given, texts, told: texts.field });
    this.model = new Model(given.survey);
    this.storeyId = given.survey.storeys[0].id;
    this.at = '';
    this.state = html('p', { class: 'meta board-state', role: 'status' });
    this.offline = html('p', { class: 'meta' });
    this.notice = html('div');
    this.body = html('div', { class: 'stack' });
    place.replaceChildren(this.notice, this.body, html('footer', { class: 'field-foot' }, this.state, this.offline));
    this.store = new Store({
      url: given.urls.save, name: `${given.urls.save} ${place.dataset.person ?? ''}`, number: given.number, token: place.querySelector('[name=csrfmiddlewaretoken]')?.value ?? place.dataset.token ?? '',
      on: {
        state: (state, at) => this.#tell(state, at), result: (result, number, survey) => this.#known(number, survey),
        conflict: (clash) => this.#clash(clash),
        refused: (faults) => this.notice.replaceChildren(html('div', { class: 'notice', 'data-tone': 'bad', role: 'alert' }, html('p', {}, `${texts.refused} ${faults.map((one) => one.text).join(' ')}`))),
      },
    });
    this.model.listen((survey, what) => { if (what !== 'theirs') this.store.change(survey); });
  }

  get storey() { return this.model.survey.storeys.find((one) => one.id === this.storeyId); }

  get room() { return roomOf(this.model.survey, this.at); }

  #tell(state, at) {
    this.state.textContent = say(this.texts.states[state] ?? '', { time: clock(at) });
    this.state.dataset.tone = { offline: 'warn', login: 'warn', conflict: 'warn', refused: 'bad' }[state] ?? '';
    if (state === 'saved') this.notice.querySelector('.notice[data-tone=bad]')?.remove();
  }

  #clash({ mine, theirs }) {
    this.notice.replaceChildren(clashNotice(this.texts, (isMine) => {
      this.notice.replaceChildren();
      if (!isMine) this.model.replace(theirs, 'theirs');
      this.store.chosen(isMine ? this.model.survey : theirs, isMine);
      this.list();
    }));
    this.model.survey = mine;
  }

  /** What the server has lies beside the kept page: a reload without a connection begins with it. Logging out drops it. */
  async #known(number, survey) {
    if (!survey || !('caches' in self) || !this.isKept) return;
    const cache = await caches.open(`survey-field ${location.pathname}`);
    await cache.put(`${location.pathname}?known`, new Response(JSON.stringify({ number, survey })));
  }

  async start() {
    if ('caches' in self) {
      const known = await caches.match(`${location.pathname}?known`).then((found) => found?.json()).catch(() => null);
      if (known && known.number > this.given.number) {
        this.model.survey = known.survey;
        this.store.number = known.number;
      }
    }
    const left = await this.store.recovered();
    if (left) {
      this.model.survey = left.survey;
      this.state.textContent = say(this.texts.recovered, { time: clock(left.at) });
    }
    this.list();
    await this.#keep();
    this.place.dataset.ready = '';
  }

  /** Have the page and what it is made of kept on this device. */
  async #keep() {
    const { worker } = this.place.dataset;
    if (!worker || !('serviceWorker' in navigator)) { this.offline.textContent = this.told.not_ready; return; }
    try {
      const registered = await navigator.serviceWorker.register(worker, { scope: location.pathname });
      const own = registered.active ?? registered.waiting ?? registered.installing;
      const parts = performance.getEntriesByType('resource').map((one) => new URL(one.name)).filter((url) => url.origin === location.origin && KEPT.test(url.pathname));
      navigator.serviceWorker.addEventListener('message', ({ data: answer }) => {
        this.isKept = answer.kept === answer.wanted;
        this.offline.textContent = this.isKept ? this.told.ready : this.told.not_ready;
        this.place.dataset.kept = this.isKept ? '' : 'no';
      });
      navigator.serviceWorker.startMessages();
      own.postMessage({ keep: [...new Set([location.href, ...parts.map((url) => url.href)])] });
      this.isKept = true;
    } catch {
      this.offline.textContent = this.told.not_ready;
    }
  }

  /** All rooms of a storey. */
  list(focus = '') {
    this.at = '';
    const { storeys } = this.model.survey;
    const rooms = roomsOf(this.storey);
    const whole = rooms.reduce((sum, room) => sum + area(room.outline), 0);
    const chooser = html('select', { class: 'input', id: 'field-storey', onchange: () => { this.storeyId = chooser.value; this.list('#field-storey'); } },
      ...storeys.map((one) => html('option', { value: one.id, selected: one.id === this.storeyId }, one.name)));
    const add = html('button', { class: 'button primary large', type: 'button', id: 'field-add', onclick: () => this.#new() }, this.told.add);
    this.body.replaceChildren(
      storeys.length > 1 ? html('p', { class: 'field' }, html('label', { for: 'field-storey' }, this.texts.storey), chooser) : '',
      html('h2', { tabindex: -1 }, this.told.rooms),
      rooms.length ? html('ul', { class: 'field-rooms' }, ...rooms.map((room) => this.#item(room))) : html('p', { class: 'meta' }, this.told.no_rooms),
      rooms.length ? html('p', { class: 'meta' }, say(this.told.total, { count: rooms.length, area: squareMetres(whole) })) : '',
      add,
    );
    this.body.querySelector(focus || '[none]')?.focus();
  }

  #item(room) {
    const size = isRectangle(room.outline) ? `${words(room.outline)} m` : say(this.texts.corners, { count: room.outline.length });
    return html('li', {}, html('button', { class: 'button field-room', type: 'button', 'data-room': room.id, onclick: () => this.#open(room.id) },
      sketch(room, this.given.uses), html('span', {}, html('strong', {}, room.name), html('span', { class: 'meta' }, `${size}, ${squareMetres(area(room.outline))} m²`)), icon(PENCIL)));
  }

  #new() {
    this.draft = { name: '', use: 'living', height: this.#lastHeight(), outline: null };
    this.at = '';
    this.#form();
  }

  #open(id) {
    const room = roomOf(this.model.survey, id);
    this.draft = null;
    this.at = room.id;
    this.#form();
  }

  /** Heights repeat from room to room. */
  #lastHeight() { return roomsOf(this.storey).findLast((room) => room.height)?.height ?? 2500; }

  #form() {
    const shown = this.room ?? this.draft;
    const { told } = this;
    const name = html('input', { class: 'input', id: 'field-name', value: shown.name, maxlength: 80, autocomplete: 'off', onchange: () => this.#set('name', name.value.trim()) });
    const use = html('select', { class: 'input', id: 'field-use', onchange: () => this.#use(use, name) },
      ...this.given.uses.map((one) => html('option', { value: one.key, selected: one.key === shown.use }, one.label)));
    const height = this.#length('height', told.height, shown.height === null ? '' : metres(shown.height ?? 2500), (mm) => this.#set('height', mm), LOWEST, HIGHEST, true);
    const done = html('button', { class: 'button primary large', type: 'button', id: 'field-done', onclick: () => this.#done() }, told.done);
    this.picture = html('div', { class: 'field-picture' });
    this.fault = html('p', { class: 'error', role: 'alert', hidden: true });
    this.openings = html('div', { class: 'stack tight' });
    this.body.replaceChildren(
      html('p', {}, html('button', { class: 'button quiet', type: 'button', onclick: () => this.list('h2') }, told.back)),
      html('p', { class: 'field' }, html('label', { for: 'field-use' }, told.use), use),
      html('p', { class: 'field' }, html('label', { for: 'field-name' }, told.name), name),
      this.#sizes(shown), height, this.picture, this.openings, this.fault, done,
      this.room ? html('button', { class: 'button quiet', type: 'button', onclick: () => this.#remove() }, this.texts.remove_room) : '',
    );
    this.#show();
    use.focus();
  }

  /** The name follows the use until somebody types one. */
  #use(use, name) {
    const label = use.selectedOptions[0].textContent;
    const labels = new Set(this.given.uses.map((one) => one.label));
    this.#set('use', use.value);
    if (!name.value.trim() || labels.has(name.value)) {
      name.value = label;
      this.#set('name', label);
    }
    if (isOutdoor({ use: use.value })) this.#set('height', null);
  }

  #set(name, value) {
    if (this.room) this.model.editRoom(this.at, (room) => ({ ...room, [name]: value }), 'told');
    else this.draft[name] = value;
  }

  #length(key, label, value, take, least, most, isOptional = false) {
    const id = `field-${key}`;
    const note = html('span', { class: 'error', id: `${id}-fault`, hidden: true });
    const input = html('input', { class: 'input num', id, value, inputmode: 'decimal', autocomplete: 'off', enterkeyhint: 'next', 'aria-describedby': note.id, onchange: () => {
      const isEmpty = isOptional && !input.value.trim();
      const read = isEmpty ? { mm: null } : length(input.value, least, most);
      note.textContent = read.fault ? this.texts[`fault_${read.fault}`] : '';
      note.hidden = !read.fault;
      input.setAttribute('aria-invalid', String(Boolean(read.fault)));
      if (!read.fault) take(read.mm);
    } });
    return html('p', { class: 'field' }, html('label', { for: id }, label), note, input);
  }

  /** Width and depth, or wall by wall. */
  #sizes(shown) {
    const box = shown.outline && isRectangle(shown.outline) ? bounds([shown.outline]) : null;
    this.size = { width: box?.width, height: box?.height };
    const side = (key, label) => this.#length(key === 'width' ? 'width' : 'depth', label, box ? metres(box[key]) : '', (mm) => {
      this.size[key] = mm;
      if (this.size.width && this.size.height) this.#shape([[0, 0], [this.size.width, 0], [this.size.width, this.size.height], [0, this.size.height]]);
    });
    const walk = new TraversePanel({ texts: this.texts, name: 'field', onroom: (ring) => this.#shape(ring), ondraft: (points) => this.#draft(points) });
    return html('div', { class: 'stack tight' },
      html('div', { class: 'field-pair' }, side('width', this.texts.fields.width), side('height', this.texts.fields.depth)),
      html('details', { class: 'fold', open: Boolean(shown.outline && !box) }, html('summary', {}, this.told.by_walls), walk.place));
  }

  #shape(ring) {
    const { survey } = this.model;
    if (this.room) this.model.edit(settled(survey, withRoom(survey, this.at, (room) => reshaped(room, ring)), this.storeyId), 'reshaped');
    else {
      // From here on the room is kept, whatever happens to the page.
      const { name, use, height } = this.draft;
      const label = this.given.uses.find((one) => one.key === use)?.label ?? '';
      const made = addRoom(survey, this.storeyId, { name: name || label, use, height, outline: ring });
      this.at = made.id;
      this.draft = null;
      this.model.edit(settled(survey, made.survey, this.storeyId), 'added');
    }
    this.#show();
  }

  #draft(points) {
    if (!this.picture || !points.length) return;
    this.picture.replaceChildren(drawn(`M${points.map(([x, y]) => `${Math.round(x)} ${-Math.round(y)}`).join('L')}`, bounds([points]), 'none'));
  }

  #show() {
    const { room } = this;
    this.picture.replaceChildren(room ? sketch(room, this.given.uses) : '');
    this.openings.replaceChildren(...(room ? this.#openings(room) : []));
  }

  #openings(room) {
    const rows = (room.openings ?? []).map((one, at) => html('li', { class: 'row spread' },
      html('span', {}, `${this.texts.choices.openings[one.kind]}, ${say(this.texts.wall, { number: one.edge, length: metres(Math.round(frame(room.outline, one.edge - 1).length)) })}: ${metres(one.width)} × ${metres(one.height)}`),
      html('button', { class: 'button small quiet', type: 'button', 'aria-label': say(this.texts.remove_part, { part: `${this.texts.parts.openings} ${at + 1}` }), onclick: () => { this.model.editRoom(room.id, (old) => removePart(old, 'openings', at), 'part'); this.#show(); } }, '×')));
    const kind = html('select', { class: 'input', 'aria-label': this.texts.fields.kind }, ...Object.entries(this.texts.choices.openings).map(([value, label]) => html('option', { value }, label)));
    const wall = html('select', { class: 'input', 'aria-label': this.texts.fields.edge }, ...room.outline.map((_, at) => html('option', { value: at + 1 }, say(this.texts.wall, { number: at + 1, length: metres(Math.round(frame(room.outline, at).length)) }))));
    const wide = html('input', { class: 'input num', 'aria-label': this.texts.fields.width, inputmode: 'decimal', placeholder: metres(OPENINGS.door.width) });
    const high = html('input', { class: 'input num', 'aria-label': this.texts.fields.height, inputmode: 'decimal', placeholder: metres(OPENINGS.door.height) });
    kind.addEventListener('change', () => { wide.placeholder = metres(OPENINGS[kind.value].width); high.placeholder = metres(OPENINGS[kind.value].height); });
    const add = html('button', { class: 'button', type: 'button', onclick: () => this.#opening(room, kind.value, Number(wall.value), wide, high) }, this.texts.add_part.replace(' …', ''));
    return [html('details', { class: 'fold', open: this.isOpening }, html('summary', { onclick: () => { this.isOpening = !this.isOpening; } }, `${this.told.openings}: ${rows.length}`),
      html('div', { class: 'stack tight' }, rows.length ? html('ul', { class: 'field-openings' }, ...rows) : '', html('div', { class: 'field-pair' }, kind, wall, wide, high), add))];
  }

  #opening(room, kind, edge, wide, high) {
    const preset = OPENINGS[kind];
    const long = Math.round(frame(room.outline, edge - 1).length);
    const read = [[wide, preset.width], [high, preset.height]].map(([field, usual]) => {
      const found = field.value.trim() ? length(field.value) : { mm: usual };
      field.setAttribute('aria-invalid', String(Boolean(found.fault)));
      return found.mm;
    });
    if (read.some((mm) => !mm)) return;
    const width = Math.min(read[0], long);
    const part = { ...preset, kind, edge, width, height: read[1], offset: Math.round((long - width) / 2) };
    this.model.editRoom(room.id, (old) => addPart(old, 'openings', part), 'part');
    this.isOpening = true;
    this.#show();
  }

  #done() {
    if (!this.room) {
      this.fault.textContent = this.told.not_outline;
      this.fault.hidden = false;
      return;
    }
    this.isOpening = false;
    this.list('#field-add');
  }

  #remove() {
    this.model.edit(removeRoom(this.model.survey, this.at), 'removed');
    this.list('h2');
  }
}

/** The shape of a room, small. */
function sketch(room, uses) {
  return drawn(ringPath(room.outline), bounds([room.outline]), uses.find((one) => one.key === room.use)?.colour ?? '#eeeeee');
}

function drawn(path, box, fill) {
  const air = Math.max(box.width, box.height, 500) * 0.06;
  const view = [box.left - air, -box.top - air, box.width + 2 * air, box.height + 2 * air].map(Math.round).join(' ');
  return svg('svg', { class: 'field-sketch', viewBox: view, 'aria-hidden': 'true' }, svg('path', { d: path, fill }));
}

const place = document.querySelector('[data-field-capture]');
const given = data('survey-data');
const texts = data('survey-texts');
if (place && given && texts) {
  const field = new Field(place, given, texts);
  place.field = field;
  field.start();
}

export { Field };
