// What is not yet on the server lies on the device: in IndexedDB, in localStorage where that is refused.

const NAME = 'quartier-survey';
const STORE = 'pending';

function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
    asked.onblocked = () => reject(new Error('blocked'));
  });
}

const done = (asked) => new Promise((resolve, reject) => {
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});

/** Which tab this is: it keeps its name over a reload. */
function tab() {
  try {
    const name = sessionStorage.getItem(NAME) ?? String(Math.random()).slice(2);
    sessionStorage.setItem(NAME, name);
    return name;
  } catch {
    return '';
  }
}

/** The drawer of a survey in this tab, named by the provider's host. What a closed tab left is found by the next one. */
export class Vault {
  #base = null;

  constructor(name) {
    this.prefix = `${location.host} ${name} `;
    this.name = this.prefix + tab();
  }

  async #in(mode, work, instead) {
    try {
      this.#base ??= await opened();
      return await done(work(this.#base.transaction(STORE, mode).objectStore(STORE)));
    } catch {
      return instead();
    }
  }

  async read() {
    const own = await this.#in('readonly', (store) => store.get(this.name), () => JSON.parse(localStorage.getItem(`${NAME} ${this.name}`) ?? 'null'));
    if (own) return own;
    const keys = await this.#in('readonly', (store) => store.getAllKeys(), () => []);
    const left = keys.find((key) => key.startsWith(this.prefix));
    if (!left) return null;
    // The same edit sent by two tabs has one name and arrives once.
    const found = await this.#in('readonly', (store) => store.get(left), () => null);
    if (found && await this.keep(found)) await this.#in('readwrite', (store) => store.delete(left), () => {});
    return found;
  }

  /** Resolves to whether it is kept: a device may be full. */
  async keep(value) {
    try {
      await this.#in('readwrite', (store) => store.put(value, this.name), () => localStorage.setItem(`${NAME} ${this.name}`, JSON.stringify(value)));
      return true;
    } catch {
      return false;
    }
  }

  drop() { return this.#in('readwrite', (store) => store.delete(this.name), () => localStorage.removeItem(`${NAME} ${this.name}`)); }
}
