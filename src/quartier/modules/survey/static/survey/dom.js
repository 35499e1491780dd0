// Elements without HTML text: Trusted Types refuse innerHTML, and names typed by people can never become markup.

const SVG = 'http://www.w3.org/2000/svg';

function filled(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? '' : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** An HTML element: `html('button', {class: 'button', onclick}, 'Text')`. */
export const html = (name, attributes = {}, ...children) => filled(document.createElement(name), attributes, children);

/** An SVG element. */
export const svg = (name, attributes = {}, ...children) => filled(document.createElementNS(SVG, name), attributes, children);

/** Set attributes where they differ: what stays the same costs no repaint. */
export function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    const wanted = value === null || value === undefined || value === false ? null : String(value === true ? '' : value);
    if (element.getAttribute(name) === wanted) continue;
    if (wanted === null) element.removeAttribute(name);
    else element.setAttribute(name, wanted);
  }
}

/** An icon of the house: strokes in a square of 20. */
export const icon = (path) => svg('svg', { class: 'icon', viewBox: '0 0 20 20', 'aria-hidden': 'true' }, svg('path', { d: path }));

/** Data that a page carries: `<script type="application/json" id="…">`. */
export function data(id) {
  const found = document.getElementById(id);
  return found ? JSON.parse(found.textContent) : null;
}

/** A text with its places filled: `say('%(name)s, %(area)s m²', {name, area})`. */
export const say = (text, values = {}) => text.replace(/%\((\w+)\)s/g, (whole, name) => values[name] ?? whole).replaceAll('%%', '%');

/** Once in a frame, with the last arguments. */
export function framed(work) {
  let pending = null;
  return (...given) => {
    const waits = pending !== null;
    pending = given;
    if (!waits) {
      requestAnimationFrame(() => {
        const latest = pending;
        pending = null;
        work(...latest);
      });
    }
  };
}

/** After `wait` ms of quiet. */
export function calmed(wait, work) {
  let timer = 0;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...given), wait);
  };
}
