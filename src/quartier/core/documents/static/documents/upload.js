// Sends large files in parts that go on where a broken connection stopped. The page works without this file.

const PART = 4_000_000;
const SMALL = 8_000_000;
const LONGEST_WAIT_S = 30;
const form = document.querySelector('main form[enctype]');
const place = document.querySelector('[data-progress]');

const wait = (seconds) => new Promise((done) => { setTimeout(done, seconds * 1000); });
const keyOf = (file) => `upload:${file.name}:${file.size}:${file.lastModified}`;

// What happens is said in words: of the sentences on the page the one that fits, or the refusal itself.
function show(state, words) {
  place.hidden = false;
  place.querySelector('[data-said]').textContent = words || place.dataset[state];
}

// An answer, however long it takes: without a connection, or while the server is away or full, it is tried again.
async function asked(url, options) {
  for (let pause = 1; ; pause = Math.min(pause * 2, LONGEST_WAIT_S)) {
    let words;
    try {
      const answer = await fetch(url, { ...options, redirect: 'error' });
      if (answer.status < 500) return answer;
      words = (await answer.json()).error;
    } catch { /* the connection is away, or what stands before the server answers */ }
    show('waiting', words);
    await wait(pause);
  }
}

const post = (url, headers, body) => asked(url, {
  method: 'POST',
  body,
  headers: { 'X-CSRFToken': form.elements.csrfmiddlewaretoken.value, ...headers },
});

async function begin(file) {
  const known = sessionStorage.getItem(keyOf(file));
  if (known && (await asked(known)).ok) return known;
  const answer = await post('beginnen/', {
    'Upload-Name': encodeURIComponent(file.name), 'Upload-Length': String(file.size),
  });
  if (answer.status !== 201) throw new Error((await answer.json()).error);
  sessionStorage.setItem(keyOf(file), answer.headers.get('Location'));
  return answer.headers.get('Location');
}

async function send(file) {
  const url = await begin(file);
  let there = await (await asked(url)).json();
  while (!there.complete) {
    show('sending');
    place.querySelector('progress').value = there.offset / there.size;
    const part = file.slice(there.offset, there.offset + PART);
    const headers = { 'Content-Type': 'application/octet-stream', 'Upload-Offset': String(there.offset) };
    const answer = await post(url, headers, part);
    there = await answer.json();
    if (there.error) throw new Error(there.error);
  }
  sessionStorage.removeItem(keyOf(file));
  location.href = there.next;
}

form?.addEventListener('submit', async (event) => {
  const [file] = form.elements.file.files;
  if (!place || !file || file.size < SMALL) return;
  event.preventDefault();
  try {
    await send(file);
  } catch (refusal) {
    sessionStorage.removeItem(keyOf(file));
    show('refused', refusal.message);
  }
});
