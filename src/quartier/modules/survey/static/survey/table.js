// The table and the drawing are two views of one form: what is typed here is drawn there, and the other way round.

import { roomsOf } from './model.js';
import { html, say } from './dom.js';
import { isOutdoor } from './figures.js';
import { length, metres, outline as read, words } from './measure.js';

const FIELDS = ['name', 'use', 'size', 'height', 'share'];
const KEYS = { living: 'living', bedroom: 'sleeping', child: 'sleeping', bath: 'wet', wc: 'wet', hall: 'hall', stairwell: 'hall', balcony: 'outdoor', loggia: 'outdoor', terrace: 'outdoor', roof_garden: 'outdoor', winter_garden: 'outdoor', pool: 'wet', kitchen: 'living', dining: 'living', study: 'living' };
const LOWEST = 300;
const HIGHEST = 30_000;

const shownShare = (share) => ({ 0.25: '1/4', 0.5: '1/2' }[share] ?? (share === null || share === undefined ? '' : String(share).replace('.', ',')));

/** A share as typed, `{value}`, or a fault. */
export function share(text) {
  const plain = text.replace(/\s/g, '').replace(',', '.');
  if (!plain) return { value: null };
  const part = /^(\d{1,2})\/(\d{1,2})$/.exec(plain);
  const [, number, percent] = /^(\d{1,3}(?:\.\d{1,4})?)(%?)$/.exec(plain) ?? [];
  const value = part ? Number(part[1]) / Number(part[2]) : Number(number) / (percent ? 100 : 1);
  return value >= 0 && value <= 0.5 ? { value } : { fault: 'share' };
}

export class Table {
  #next = 0;

  constructor(app, form) {
    this.app = app;
    this.form = form;
    this.#next = Math.max(-1, ...[...form.querySelectorAll('[name^="row-"]')].map((field) => Number(field.name.split('-')[1]))) + 1;
    this.pattern = form.querySelector('tr[data-room]:has([name$="-size"])')?.cloneNode(true);
    form.addEventListener('change', (event) => this.#changed(event.target));
    form.addEventListener('focusin', (event) => {
      const id = event.target.closest('tr[data-room]')?.dataset.room;
      if (id && id !== app.selected && app.has(id)) app.select(id, false);
    });
    form.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || !event.target.matches('[name^="row-"]')) return;
      event.preventDefault();
      this.#changed(event.target);
    });
  }

  #row(id) { return [...this.form.querySelectorAll('tr[data-room]')].find((row) => row.dataset.room === id); }

  #field(row, name) { return row.querySelector(`[name^="row-"][name$="-${name}"]`); }

  /** Show a survey: values of fields, rows that are new or gone, the row of the selected room. */
  show(survey, selected) {
    const present = new Set();
    for (const storey of survey.storeys) {
      for (const room of roomsOf(storey)) {
        present.add(room.id);
        const row = this.#row(room.id) ?? this.#added(room, storey);
        if (row) this.#fill(row, room, storey);
        row?.classList.toggle('current', room.id === selected);
      }
    }
    for (const row of this.form.querySelectorAll('tr[data-room]')) {
      if (row.dataset.room && !present.has(row.dataset.room)) row.remove();
    }
  }

  #fill(row, room, storey) {
    const values = {
      name: room.name, use: room.use, size: words(room.outline), storey: storey.id,
      height: room.height === null || room.height === undefined ? '' : metres(room.height), share: shownShare(room.share),
    };
    for (const [name, value] of Object.entries(values)) {
      const field = this.#field(row, name);
      if (!field || field === document.activeElement || field.value === value) continue;
      // What could not be read stays as it was typed.
      if (field.getAttribute('aria-invalid') === 'true' && field.dataset.of === value) continue;
      field.value = value;
      field.removeAttribute('aria-invalid');
    }
    const key = row.querySelector('.key');
    if (key) key.className = `key ${KEYS[room.use] ?? 'ancillary'}`;
  }

  /** A row for a room that was drawn, made like the others. */
  #added(room, storey) {
    if (!this.pattern) return null;
    const place = this.#next;
    this.#next += 1;
    const row = this.pattern.cloneNode(true);
    row.dataset.room = room.id;
    row.classList.remove('current');
    for (const element of row.querySelectorAll('[id], [for], [name], [aria-describedby]')) {
      for (const attribute of ['id', 'for', 'name', 'aria-describedby']) {
        const value = element.getAttribute(attribute);
        if (value) element.setAttribute(attribute, value.replace(/^(row-|name-|use-|size-|height-|share-|fault-)\d+/, `$1${place}`));
      }
      element.removeAttribute('aria-invalid');
      element.removeAttribute('placeholder');
    }
    for (const element of row.querySelectorAll('th .error, th .meta, th a, [name="weg"]')) element.remove();
    const named = { name: this.app.texts.row_name, size: this.app.texts.row_size, height: this.app.texts.row_height, share: this.app.texts.row_share };
    for (const [name, text] of Object.entries(named)) {
      const label = row.querySelector(`label[for="${name}-${place}"]`);
      if (label) label.textContent = say(text, { name: room.name });
    }
    const key = row.querySelector('[name$="-key"]');
    if (key) key.value = room.id;
    this.#field(row, 'storey').value = storey.id;
    row.querySelector('[data-area]')?.replaceChildren();
    const body = this.form.querySelector(`[data-table="${CSS.escape(storey.id)}"] tbody`);
    const blank = [...(body?.children ?? [])].find((one) => one.dataset.room === '');
    body?.insertBefore(row, blank ?? null);
    return row;
  }

  /** Take what somebody typed into a cell. */
  #changed(field) {
    const row = field.closest('tr[data-room]');
    const name = FIELDS.find((one) => field.name?.endsWith(`-${one}`));
    if (!row || !name || !field.name.startsWith('row-')) return;
    const id = row.dataset.room;
    if (!id) { this.#new(row); return; }
    if (!this.app.has(id)) return;
    const room = this.app.find(id);
    const change = this.#change(name, field.value, room);
    this.#complain(row, field, change.fault, name === 'size' ? words(room.outline) : '');
    if (change.fault || change.same) return;
    this.app.edit(id, change.apply, name === 'size' ? 'reshaped' : 'told');
  }

  /** What a typed value does to its room. */
  #change(name, text, room) {
    if (name === 'name') return text.trim() ? { apply: (old) => ({ ...old, name: text.trim() }) } : { fault: 'empty' };
    if (name === 'use') return { apply: (old) => ({ ...old, use: text }) };
    if (name === 'height') {
      if (!text.trim() && isOutdoor(room)) return { apply: (old) => ({ ...old, height: null }) };
      const found = length(text, LOWEST, HIGHEST);
      return found.fault ? found : { apply: (old) => ({ ...old, height: found.mm }) };
    }
    if (name === 'share') {
      const found = share(text);
      return found.fault ? found : { apply: (old) => ({ ...old, share: found.value, ...(found.value === null ? { share_reason: '' } : {}) }) };
    }
    if (text.trim() === words(room.outline)) return { same: true };
    const found = read(text);
    return found.fault ? found : { apply: (old) => this.app.reshaped(old, found.outline) };
  }

  #complain(row, field, fault, of = '') {
    const head = row.querySelector('th');
    let note = head.querySelector(':scope > .error');
    field.setAttribute('aria-invalid', String(Boolean(fault)));
    field.dataset.of = of;
    if (!fault) {
      field.removeAttribute('aria-invalid');
      note?.remove();
      return;
    }
    note ??= head.appendChild(html('span', { class: 'error', role: 'alert', id: `fault-${field.name.split('-')[1]}` }));
    note.textContent = this.app.texts[`fault_${fault}`] ?? this.app.texts.fault_shape;
    field.setAttribute('aria-describedby', note.id);
  }

  /** The empty row at the end becomes a room as soon as it has a size. */
  #new(row) {
    const size = this.#field(row, 'size');
    if (!size.value.trim()) return;
    const found = read(size.value);
    this.#complain(row, size, found.fault);
    if (found.fault) return;
    const [name, use, storey] = ['name', 'use', 'storey'].map((one) => this.#field(row, one)?.value ?? '');
    const height = length(this.#field(row, 'height')?.value ?? '', LOWEST, HIGHEST);
    for (const one of ['name', 'size', 'height', 'share']) {
      const field = this.#field(row, one);
      if (field) field.value = '';
    }
    this.app.added({ name: name.trim(), use: use || 'living', storey, outline: found.outline, height: height.mm ?? 2500 });
    this.#field(row, 'name')?.focus();
  }

  /** Show what the server has computed: areas, faults at their rooms, how each area came about. */
  tell(result) {
    const said = new Map(result.rooms.map((room) => [room.id, room]));
    for (const row of this.form.querySelectorAll('tr[data-room]')) {
      const room = said.get(row.dataset.room);
      if (!room) continue;
      const cell = row.querySelector('[data-area]');
      if (cell) cell.textContent = room.area ?? '–';
      const shown = row.querySelector('[data-share]');
      const shares = new Set(room.lines.map((line) => line.share));
      if (shown) shown.textContent = shares.size === 1 ? [...shares][0] : '';
      this.#remark(row, room);
    }
    for (const cell of document.querySelectorAll('[data-sum]')) cell.textContent = result.area;
    const place = document.querySelector('[data-said]');
    place?.replaceChildren(
      ...result.faults.map((fault) => html('p', { class: 'error' }, fault.text)), ...result.hints.map((hint) => html('p', { class: 'meta' }, hint)),
    );
  }

  #remark(row, room) {
    const head = row.querySelector('th');
    for (const old of head.querySelectorAll(':scope > .meta, :scope > .error:not([role])')) old.remove();
    const more = head.querySelector(':scope > .row:has(a)');
    const notes = room.lines.length > 1 ? room.lines.map((line) => `${line.what}: ${line.dimensions}, ${line.area} m², ${line.source}`) : [];
    const said = [...room.faults.map((fault) => ['error', fault.text]), ...[...notes, ...room.hints].map((text) => ['meta', text])];
    for (const [kind, text] of said) head.insertBefore(html('span', { class: kind }, text), more);
  }
}
