// Keeps one page of a surveyor for places without a connection: the page itself and what it is made of, nothing else.
// It stands beneath the page's own address, so that no other page of the portal ever passes through it.

const SCOPE = new URL('./', self.location).pathname;
const CACHE = `survey-field ${SCOPE}`;
const PATIENCE_MS = 4_000; // a bar of signal that carries nothing is no connection

const isShell = (url) => url.origin === location.origin && (url.pathname === SCOPE || url.pathname.startsWith('/static/') || url.pathname === '/brand.css' || url.pathname === '/logo');
const isWhole = (answer) => answer.ok && answer.type === 'basic' && !answer.redirected;

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

// The page names what it is made of once it stands; the worker takes only what it may keep.
self.addEventListener('message', (event) => {
  const wanted = (event.data?.keep ?? []).map((one) => new URL(one, location.href)).filter(isShell);
  event.waitUntil(kept(wanted).then((count) => event.source?.postMessage({ kept: count, wanted: wanted.length })));
});

async function kept(urls) {
  const cache = await caches.open(CACHE);
  const all = await Promise.allSettled(urls.map(async (url) => {
    const answer = await fetch(url, { credentials: 'same-origin', redirect: 'manual' });
    if (!isWhole(answer)) throw new Error(url.pathname);
    await cache.put(url, answer);
  }));
  return all.filter((one) => one.status === 'fulfilled').length;
}

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || !isShell(url)) return;
  event.respondWith(answered(event.request, url));
});

/** From the net while there is one, from the device otherwise. */
async function answered(request, url) {
  const cache = await caches.open(CACHE);
  const isPage = url.pathname === SCOPE;
  const known = await cache.match(request, { ignoreVary: true });
  try {
    const answer = await inTime(fetch(request), known ? PATIENCE_MS : 0);
    if (isWhole(answer)) await cache.put(request, answer.clone());
    // Logged out, no longer theirs, gone: what was kept goes too.
    else if (isPage && (answer.type === 'opaqueredirect' || [401, 403, 404, 410].includes(answer.status))) await caches.delete(CACHE);
    return answer;
  } catch (failure) {
    if (known) return known;
    throw failure;
  }
}

function inTime(promise, limit) {
  if (!limit) return promise;
  return Promise.race([promise, new Promise((_, reject) => { setTimeout(() => reject(new Error('late')), limit); })]);
}
