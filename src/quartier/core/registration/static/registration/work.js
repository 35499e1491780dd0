// A little work before the form goes out, so that programs cannot try codes by the thousand. Without this file the
// server asks for patience instead.
const form = document.querySelector('form[data-work]');

async function fits(challenge, number, bits) {
  const bytes = new TextEncoder().encode(`${challenge}:${number}`);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const whole = bits >> 3;
  return digest.subarray(0, whole).every((byte) => byte === 0) && digest[whole] >> (8 - (bits & 7)) === 0;
}

async function worked(challenge, bits) {
  for (let number = 0; ; number += 1) {
    // Hands the page back now and then, so that typing never stutters.
    if (number % 200 === 199) await new Promise((resolve) => { setTimeout(resolve); });
    if (await fits(challenge, number, bits)) return number;
  }
}

if (form && window.crypto?.subtle) {
  const proof = form.elements._proof;
  const work = worked(form.dataset.work, Number(form.dataset.bits)).then((number) => { proof.value = number; });
  form.addEventListener('submit', (event) => {
    if (proof.value) return;
    event.preventDefault();
    form.querySelector('[role=status]').textContent = form.dataset.said;
    work.then(() => form.requestSubmit());
  });
}
