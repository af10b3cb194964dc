// Starts the page: reads what the server wrote into it, draws the frame around the wizard, keeps a line open.
import { region } from './dom.js';
import { disguise, nameOf } from './names.js';
import { drawConfirmation, showConfirmation } from './confirmation.js';
import { drawFrame, drawWizardFrame } from './frame.js';
import { placeObstacles } from './obstacles.js';
import { keepReplacing } from './rerender.js';
import { Wizard } from './wizard.js';

const boot = JSON.parse(document.getElementById('boot').textContent);
const root = document.getElementById('__next');
const isFramed = new URLSearchParams(location.search).has('framed');

if (boot.scenario.randomIds) await disguise();
document.documentElement.lang = boot.scenario.lang;
// The real page polls and streams: its network is never idle.
new EventSource('/api/live');

if (boot.scenario.wizardFrame && !isFramed) {
  root.append(drawWizardFrame(boot));
} else {
  start();
}

function start() {
  let view;
  const wizard = new Wizard(boot, () => view?.refresh());
  const confirmation = drawConfirmation(wizard);
  view = region(() => wizard.step.draw(wizard));
  const frame = drawFrame(wizard, view, confirmation, { bare: isFramed });
  root.append(frame.node);
  wizard.draw = () => frame.refresh();
  placeObstacles(wizard);
  if (isFramed) tellHeight(frame.node);
  if (boot.scenario.rerender) keepReplacing(view);
  if (boot.confirmed) showConfirmation(wizard, boot.confirmed.confirmationNumber, boot.confirmed);
}

/** The page that shows this one in a frame makes the frame as high as the wizard. */
function tellHeight(page) {
  document.documentElement.classList.add(nameOf('framed'));
  const tell = () => parent.postMessage({ type: 'height', height: Math.max(page.offsetHeight, 640) }, location.origin);
  new ResizeObserver(tell).observe(page);
}
