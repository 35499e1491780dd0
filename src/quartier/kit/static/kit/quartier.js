// Progressive touches. Every page works without this file.

// Trusted Types: HTML may only be what our own server has just answered to htmx, scripts only our own files.
let answer = '';
addEventListener('htmx:beforeSwap', (event) => {
  const { xhr, pathInfo } = event.detail;
  answer = event.detail.serverResponse;
  // Sent elsewhere, usually to the login: that is a page of its own.
  if (new URL(xhr.responseURL).pathname !== new URL(pathInfo.finalRequestPath, location.href).pathname) {
    event.detail.shouldSwap = false;
    location.href = pathInfo.finalRequestPath;
  }
}, true);
if (window.trustedTypes) {
  trustedTypes.createPolicy('default', {
    createHTML: (html) => (answer && html.includes(answer.replace(/<head(\s[^>]*)?>[\s\S]*?<\/head>/i, '')) ? html : null),
    createScriptURL: (url) => (new URL(url, location.href).origin === location.origin ? url : null),
  });
}

// While a list is on its way, screen readers and eyes are told.
addEventListener('htmx:beforeRequest', (event) => event.detail.target?.setAttribute('aria-busy', 'true'));
addEventListener('htmx:afterRequest', (event) => event.detail.target?.removeAttribute('aria-busy'));
// What htmx cannot show – a login page, an error – is opened as a page.
addEventListener('htmx:responseError', (event) => { location.href = event.detail.pathInfo.finalRequestPath; });

// The error summary takes the focus, so that screen readers and keyboards start there.
document.querySelector('.error-summary')?.focus();

addEventListener('click', (event) => { if (event.target.closest('[data-print]')) print(); });
// Whoever logs out leaves nothing readable behind: pages that a device kept for places without a connection go.
addEventListener('submit', (event) => {
  if (!event.target.matches('form[action$="/abmelden/"]') || !('caches' in self)) return;
  caches.keys().then((names) => names.forEach((name) => caches.delete(name)));
  navigator.serviceWorker?.getRegistrations().then((all) => all.forEach((one) => one.unregister()));
});
// What is folded away on the screen belongs on paper.
addEventListener('beforeprint', () => document.querySelectorAll('details.fold').forEach((fold) => { fold.open = true; }));
