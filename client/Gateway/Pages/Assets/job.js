// A job's page: follows its events until it has ended, then shows the result, beside the original where that is still here.
import { show } from './site.js';

export function enhanceJob(section, original) {
  if (!section.dataset.final) follow(section, original);
  else for (const figure of section.querySelectorAll('[data-compare]')) compare(figure, original);
}

function follow(section, original) {
  const progress = section.querySelector('[data-progress]');
  const events = new EventSource(section.dataset.events); // Resumes by itself with the last event's id.
  events.onmessage = (message) => {
    const job = JSON.parse(message.data);
    if (!section.isConnected) return events.close();
    if (progress) progress.value = job.progress;
    if (['succeeded', 'failed', 'canceled', 'expired'].includes(job.status)) {
      events.close();
      show(`/jobs/${job.id}`, original);
    }
  };
}

/** Lays the original over the result, cut off at a slider that mouse, finger and arrow keys move. */
function compare(figure, original) {
  if (!original) return;
  const after = figure.querySelector('.after');
  const before = new Image();
  before.onload = () => {
    const shape = (image) => image.naturalWidth / image.naturalHeight;
    if (!after.complete) return after.addEventListener('load', before.onload, { once: true });
    if (Math.abs(shape(before) / shape(after) - 1) > 0.02) return; // Cut or stretched: they would not lie on each other.
    const stage = Object.assign(document.createElement('div'), { className: 'stage' });
    const edge = Object.assign(document.createElement('div'), { className: 'edge' });
    const slider = Object.assign(document.createElement('input'), { type: 'range', min: 0, max: 100, value: 50 });
    slider.setAttribute('aria-label', figure.dataset.compare);
    before.className = 'before';
    before.alt = '';
    after.replaceWith(stage);
    stage.append(after, before, edge);
    stage.after(slider);
    const move = (percent) => { slider.value = percent; figure.style.setProperty('--at', `${percent}%`); };
    slider.addEventListener('input', () => move(slider.value));
    const drag = (e) => {
      const box = stage.getBoundingClientRect();
      move(Math.max(0, Math.min(100, ((e.clientX - box.left) / box.width) * 100)));
    };
    stage.addEventListener('pointerdown', (e) => { stage.setPointerCapture(e.pointerId); drag(e); });
    stage.addEventListener('pointermove', (e) => { if (stage.hasPointerCapture(e.pointerId)) drag(e); });
    figure.classList.add('ready');
    move(50);
  };
  before.src = original.address;
}
