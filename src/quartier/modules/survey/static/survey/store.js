// Saving by itself. Every edit lies on the device first, then goes to the server; an answer that got lost is asked for
// again under the same name, so that no edit arrives twice and none is lost.

import { calmed } from './dom.js';
import { Vault } from './vault.js';

const CALM_MS = 800;
const KEEP_MS = 150;
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 30_000;
const KEEPALIVE_LIMIT = 60_000;

const uuid = () => crypto.randomUUID?.() ?? [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, '0')).join('');

/** States it tells: saved, waiting, saving, offline, conflict, refused, login, finished. */
export class Store {
  #latest = null; // what the page shows and the server has not confirmed
  #sent = null; // what was sent and not answered: {base, client, survey}
  #retry = FIRST_RETRY_MS;
  #timer = 0;
  #flight = null;

  constructor({ url, name, number, token, page = location.href, on }) {
    Object.assign(this, { url, number, token, page, on });
    this.vault = new Vault(name);
    this.calmed = calmed(CALM_MS, () => this.flush());
    this.keep = calmed(KEEP_MS, () => this.#keep());
    addEventListener('online', () => this.flush());
    addEventListener('pagehide', () => { this.#keep(); this.#last(); });
    document.addEventListener('visibilitychange', () => { if (document.hidden) { this.#keep(); this.#last(); } });
  }

  get isPending() { return Boolean(this.#latest || this.#sent); }

  /** What an earlier visit to the page left on this device, or nothing. It is sent as it would have been. */
  async recovered() {
    const left = await this.vault.read();
    if (!left) return null;
    this.#sent = left.sent ?? null;
    this.#latest = left.latest ?? null;
    if (!this.#sent && !this.#latest) return null;
    if (left.number !== undefined) this.number = left.number;
    this.calmed();
    return { survey: (left.latest ?? left.sent).survey, at: new Date(left.at) };
  }

  /** Take what the page shows now. */
  change(survey) {
    this.#latest = { survey, client: uuid() };
    this.on.state('waiting');
    this.keep();
    this.calmed();
  }

  #keep() {
    if (!this.isPending) return Promise.resolve(true);
    return this.vault.keep({ number: this.number, sent: this.#sent, latest: this.#latest, at: Date.now() });
  }

  /** Send until nothing is left or the line breaks; resolves to whether everything is saved. */
  async flush() {
    while (this.isPending && !this.isHeld) {
      // eslint-disable-next-line no-await-in-loop
      if (!await this.#once()) return false;
    }
    return !this.isPending;
  }

  #parcel() { return { base: this.number, client: this.#latest.client, survey: this.#latest.survey }; }

  #once() {
    this.#flight ??= this.#send().finally(() => { this.#flight = null; });
    return this.#flight;
  }

  async #send() {
    if (!this.#sent) {
      this.#sent = this.#parcel();
      this.#latest = null;
      await this.#keep();
    }
    this.on.state('saving');
    clearTimeout(this.#timer);
    let answer;
    try {
      answer = await this.#post(this.#sent);
    } catch {
      return this.#later('offline');
    }
    return this.#answered(answer);
  }

  #post(sent, more = {}) {
    return fetch(this.url, {
      method: 'POST', credentials: 'same-origin', redirect: 'manual', body: JSON.stringify(sent),
      headers: { 'Content-Type': 'application/json', Accept: 'application/json', 'X-CSRFToken': this.token }, ...more,
    });
  }

  /** The page is left: one last try that outlives it. What gets lost is on the device. */
  #last() {
    if (!this.isPending || this.isHeld || this.#flight) return;
    const sent = this.#sent ?? this.#parcel();
    if (JSON.stringify(sent).length > KEEPALIVE_LIMIT) return;
    if (!this.#sent) {
      this.#sent = sent;
      this.#latest = null;
      this.#keep();
    }
    this.#post(sent, { keepalive: true }).then((answer) => this.#answered(answer)).catch(() => {});
  }

  async #answered(answer) {
    if (answer.status === 200) return this.#saved(await answer.json());
    if (answer.status === 409) return this.#clash(await answer.json());
    if (answer.status === 410) return this.#hold('finished');
    if (answer.status === 422 || answer.status === 413) {
      const told = answer.status === 422 ? await answer.json() : { faults: [] };
      // It can never be taken as it is: the next edit is sent in its place.
      this.#latest ??= { survey: this.#sent.survey, client: uuid(), isRefused: true };
      this.#sent = null;
      this.on.refused(told.faults ?? []);
      this.on.state('refused');
      await this.#keep();
      return this.#latest.isRefused ? false : true;
    }
    if (answer.status === 403 && await this.#renewed()) return true;
    if (answer.type === 'opaqueredirect' || answer.status === 401 || answer.status === 403) return this.#later('login');
    return this.#later('offline');
  }

  async #saved({ number, result }) {
    const { survey } = this.#sent ?? {};
    this.number = number;
    this.#sent = null;
    this.#retry = FIRST_RETRY_MS;
    if (this.#latest) await this.#keep();
    else await this.vault.drop();
    this.on.result(result, number, survey);
    this.on.state(this.#latest ? 'waiting' : 'saved', new Date());
    return true;
  }

  /** Somebody else saved meanwhile. Ours lies on the server too; a person chooses. */
  async #clash(told) {
    const mine = (this.#latest ?? this.#sent).survey;
    this.number = told.number;
    this.#sent = null;
    this.isHeld = true;
    await this.vault.keep({ number: told.number, sent: null, latest: { survey: mine, client: uuid() }, at: Date.now() });
    this.on.state('conflict');
    this.on.conflict({ mine, theirs: told.survey, result: told.result, aside: told.aside });
    return false;
  }

  /** Go on after a clash with one of both. */
  async chosen(survey, isMine) {
    this.isHeld = false;
    this.#latest = null;
    await this.vault.drop();
    if (isMine) this.change(survey);
    else this.on.state('saved', new Date());
  }

  #hold(state) {
    this.isHeld = true;
    this.on.state(state);
    return false;
  }

  #later(state) {
    this.on.state(state);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), this.#retry);
    this.#retry = Math.min(LAST_RETRY_MS, this.#retry * 2);
    return false;
  }

  /** After a new login the token of this page is old: the page itself has the new one. */
  async #renewed() {
    if (this.isRenewed) return false;
    this.isRenewed = true;
    try {
      const answer = await fetch(this.page, { credentials: 'same-origin', redirect: 'manual', cache: 'no-store' });
      const token = /name="csrfmiddlewaretoken" value="([^"]+)"/.exec(await answer.text())?.[1];
      if (!token) return false;
      this.token = token;
      return true;
    } catch {
      return false;
    } finally {
      setTimeout(() => { this.isRenewed = false; }, FIRST_RETRY_MS);
    }
  }
}
