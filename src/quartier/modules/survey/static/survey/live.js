// What changed, in words, for people who hear the page: once things have calmed, never every step of a drag.

import { calmed, html } from './dom.js';

const QUIET_MS = 500;

/** A function that says a text politely. */
export function announcer(place) {
  const region = html('p', { class: 'sr', role: 'status', 'aria-live': 'polite', 'aria-atomic': 'true', 'data-board-live': true });
  place.append(region);
  return calmed(QUIET_MS, (text) => { region.textContent = region.textContent === text ? `${text}\u00a0` : text; });
}
