// Lets people see what they type. The words stand at the form, so that they are in the page's language.
for (const form of document.querySelectorAll('form[data-show]')) {
  const fields = [...form.querySelectorAll('input[type="password"]')];
  if (!fields.length) continue;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'button quiet small';
  button.textContent = form.dataset.show;
  button.setAttribute('aria-pressed', 'false');
  button.addEventListener('click', () => {
    const shown = fields[0].type === 'password';
    for (const field of fields) field.type = shown ? 'text' : 'password';
    button.setAttribute('aria-pressed', String(shown));
    button.textContent = shown ? form.dataset.hide : form.dataset.show;
  });
  fields.at(-1).after(button);
  // What is sent is a password again, so that no browser keeps it among what was typed before.
  form.addEventListener('submit', () => { for (const field of fields) field.type = 'password'; });
}
