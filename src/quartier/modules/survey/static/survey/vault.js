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

/** One drawer of the vault, named by the provider's host and the survey. */
export class Vault {
  #base = null;

  constructor(name) { this.name = `${location.host} ${name}`; }

  async #in(mode, work, instead) {
    try {
      this.#base ??= await opened();
      return await done(work(this.#base.transaction(STORE, mode).objectStore(STORE)));
    } catch {
      return instead();
    }
  }

  read() {
    const key = `${NAME} ${this.name}`;
    return this.#in('readonly', (store) => store.get(this.name), () => JSON.parse(localStorage.getItem(key) ?? 'null'));
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
