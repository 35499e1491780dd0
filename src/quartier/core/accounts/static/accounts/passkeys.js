// Passkeys: a form that says which ceremony it needs gets the browser's answer into its hidden field and is sent.
// Where the browser has no passkeys the form stays hidden; every page offers another way.
const able = window.PublicKeyCredential?.parseCreationOptionsFromJSON && PublicKeyCredential.parseRequestOptionsFromJSON;

async function optionsOf(form) {
  if (form.dataset.given) return JSON.parse(form.dataset.given);
  const answer = await fetch(form.dataset.options, { headers: { Accept: 'application/json' } });
  return (await answer.json()).request_options;
}

async function credentialOf(form) {
  const { publicKey } = await optionsOf(form);
  if (form.dataset.passkey === 'get') {
    return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
  }
  publicKey.authenticatorSelection = { residentKey: 'required', requireResidentKey: true, userVerification: 'required' };
  return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) });
}

for (const form of able ? document.querySelectorAll('form[data-passkey]') : []) {
  form.hidden = false;
  form.addEventListener('submit', async (event) => {
    if (form.elements.credential.value) return;
    event.preventDefault();
    const failed = form.querySelector('[data-passkey-failed]');
    failed.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify((await credentialOf(form)).toJSON());
      form.requestSubmit();
    } catch {
      failed.hidden = false;
    }
  });
}
