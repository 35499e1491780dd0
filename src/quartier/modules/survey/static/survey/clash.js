// Two states of one survey: both are kept, a person chooses which one goes on.

import { html } from './dom.js';

/** A notice with both choices; `pick(isMine)` goes on. */
export function clashNotice(texts, pick) {
  return html('div', { class: 'notice', 'data-tone': 'warn', role: 'alert' },
    html('p', {}, html('strong', {}, texts.clash)), html('p', {}, texts.clash_more),
    html('div', { class: 'row' }, html('button', { class: 'button', type: 'button', onclick: () => pick(true) }, texts.keep_mine),
      html('button', { class: 'button', type: 'button', onclick: () => pick(false) }, texts.take_theirs)));
}

/** A time of day as the page writes it. */
export const clock = (at) => at?.toLocaleTimeString('de-DE', { hour: '2-digit', minute: '2-digit' });
