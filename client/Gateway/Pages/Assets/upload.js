// A tool's form: drop, paste or take a picture, see it, send it with a progress bar, and go to the job without a reload,
// so that the original stays at hand for the comparison (the server forgets it as soon as the job has ended).
import { show } from './site.js';

const antiforgery = () => document.querySelector('meta[name=antiforgery]')?.content;

export function enhanceUpload(form) {
  const input = form.querySelector('input[type=file]');
  const drop = form.querySelector('[data-drop]');
  const thumbnail = form.querySelector('[data-thumbnail]');
  const refusal = form.querySelector('[data-refusal]');
  const sending = form.querySelector('[data-sending]');
  const button = form.querySelector('[data-go]');
  const key = crypto.randomUUID?.() ?? String(Math.random()).slice(2);
  const tag = priceTag(form);
  let attempt = 0;
  let address;

  for (const part of form.querySelectorAll('[data-script]')) part.hidden = false;

  const choose = (file) => {
    if (!file?.type.startsWith('image/')) return;
    const list = new DataTransfer();
    list.items.add(file);
    input.files = list.files;
    preview();
  };
  const preview = () => {
    if (address) URL.revokeObjectURL(address);
    address = input.files[0] ? URL.createObjectURL(input.files[0]) : undefined;
    thumbnail.hidden = !address;
    tag.show();
    thumbnail.onload = () => tag.show(tag.of(thumbnail.naturalWidth * thumbnail.naturalHeight));
    if (address) thumbnail.src = address;
    thumbnail.onerror = () => { thumbnail.hidden = true; }; // A type that this browser cannot show; the server may.
    attempt += 1; // Another picture is another job.
    refusal.hidden = true;
  };

  input.addEventListener('change', preview);
  form.addEventListener('change', () => { attempt += 1; });
  for (const type of ['dragenter', 'dragover']) drop.addEventListener(type, (e) => { e.preventDefault(); drop.classList.add('over'); });
  for (const type of ['dragleave', 'drop']) drop.addEventListener(type, () => drop.classList.remove('over'));
  drop.addEventListener('drop', (e) => { e.preventDefault(); choose(e.dataTransfer.files[0]); });
  document.addEventListener('paste', (e) => { if (form.isConnected) choose(e.clipboardData.files[0]); });
  form.querySelector('[data-camera]').addEventListener('click', () => {
    input.capture = 'environment';
    input.click();
    input.removeAttribute('capture');
  });

  const refuse = (text) => {
    refusal.textContent = text;
    refusal.hidden = false;
    sending.hidden = true;
    button.disabled = false;
  };

  form.addEventListener('submit', (e) => {
    e.preventDefault();
    const body = new FormData();
    for (const name of ['tool', 'params', 'price']) body.append(name, new FormData(form).get(name));
    body.append('file', input.files[0]);
    button.disabled = true;
    refusal.hidden = true;
    sending.hidden = false;

    const request = new XMLHttpRequest(); // fetch tells nothing about an upload's progress.
    request.open('POST', form.dataset.upload);
    request.setRequestHeader('X-Antiforgery-Token', antiforgery() ?? '');
    request.setRequestHeader('Idempotency-Key', `${key}-${attempt}`); // A second click finds the first one's job.
    request.upload.onprogress = (p) => { if (p.lengthComputable) sending.value = p.loaded / p.total; };
    request.onerror = () => form.submit(); // The plain form says what is wrong.
    request.onload = () => {
      const answer = JSON.parse(request.responseText || '{}');
      if (request.status === 202) show(`/jobs/${answer.id}`, { address });
      else {
        if (answer.code === 'price_changed') {
          tag.show(answer.price); // Who presses the button again has seen it.
          attempt += 1;
        }
        refuse(words(answer));
      }
    };
    request.send(body);
  });

  // In the reader's language where the page brought the words.
  const words = (problem) =>
    form.querySelector(`template[data-refused="${problem.code}"]`)?.content.textContent.replace('{credits}', tag.words(problem.price))
      ?? problem.detail ?? problem.title;
}

/** The price on the button, and in the field that tells the server what was seen. Unknown, it is what the page came with. */
function priceTag(form) {
  const button = form.querySelector('[data-go]');
  const field = form.querySelector('[data-price]');
  const [text, value] = [button.textContent, field.value];
  const steps = JSON.parse(form.dataset.prices);
  const number = new Intl.NumberFormat(document.documentElement.lang);
  const words = (credits) =>
    (credits === 1 ? form.dataset.creditText : form.dataset.creditsText).replace('{count}', number.format(credits));
  return {
    words,
    of: (pixels) => steps.find((step) => step.upToPixels === null || pixels <= step.upToPixels)?.credits ?? steps.at(-1).credits,
    show(credits) {
      field.value = credits ?? value;
      button.textContent = credits === undefined ? text : form.dataset.goText.replace('{credits}', words(credits));
    },
  };
}
