// What a script adds to the pages: local times, uploads that show what happens, live jobs. Everything works without it.
import { enhanceUpload } from './upload.js';
import { enhanceJob } from './job.js';

document.documentElement.classList.add('scripted');

/** Shows a part of the page at its best; called again for every part that is exchanged. */
export function enhance(root, original) {
  const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short' });
  for (const time of root.querySelectorAll('time[datetime]')) time.textContent = format.format(new Date(time.dateTime));
  for (const form of root.querySelectorAll('form[data-upload]')) enhanceUpload(form);
  for (const job of root.querySelectorAll('[data-job]')) enhanceJob(job, original);
}

/** Puts another page's main part in the place of this one's, with its address, and tells screen readers. */
export async function show(address, original) {
  const answer = await fetch(address, { headers: { Accept: 'text/html' } });
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const main = page.querySelector('main');
  if (!main) return location.assign(address);
  document.title = page.title;
  document.querySelector('main').replaceWith(main);
  if (location.pathname !== new URL(address, location.href).pathname) history.pushState({ shown: true }, '', address);
  enhance(main, original);
}

addEventListener('popstate', () => location.reload());
enhance(document);
document.getElementById('errors')?.focus();
