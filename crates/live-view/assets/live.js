// The live page: leads what comes over the line to the parts of the screen, and what the fingers do back.

import { runClock } from './clock.js';
import { mirrorControls } from './controls.js';
import { openLine } from './line.js';
import { paint, whenSpoilt } from './picture.js';
import { askQuestion, withdrawQuestion } from './question.js';
import { showStatus } from './status.js';
import { layOutSurfaces } from './surfaces.js';
import { followFinger } from './touch.js';
import { part, say } from './words.js';

/** What could not be painted, for want of memory, may be in a moment. */
const PAINT_AGAIN = 500;

/** @param {string} link the public half of the link */
export function showLive(link) {
  part('live').hidden = false;
  let unpainted = 0;
  const stage = part('stage');
  stage.addEventListener('submit', (event) => event.preventDefault());
  const line = openLine(link, { viewport, onMessage, onFrame, onState, isOurs: document.body.dataset.state === 'claimed' });
  const clock = runClock(() => line.send({ t: 'stay' }));
  const surfaces = layOutSurfaces(line);
  const controls = mirrorControls(line, surfaces);
  const status = showStatus(link, line);
  followFinger(line);
  watchSize(line);
  whenSpoilt(askForAll);

  function onMessage(message) {
    switch (message.t) {
      case 'welcome':
        part('clinic').textContent = message.clinic;
        if (controls.meet(message.hub)) surfaces.meet();
        return;
      case 'phase':
        status.phase(message.phase);
        return controls.onPhase(message.phase);
      case 'scene':
        // A page that has not reported yet says nothing about the fields that will be there.
        if (message.scene.surfaces.length === 0 && !controls.areKnown()) return;
        surfaces.show(message.scene);
        controls.show(message.scene);
        return status.scene(message.scene);
      case 'settled':
        return controls.onAgreement(message);
      case 'pressed':
        return controls.onPressed(message);
      case 'clock':
        return clock.set(message);
      case 'dialog':
        return askQuestion(message, (accept, text) => line.send({ t: 'answer', dialog: message.id, accept, text }));
      case 'dialog_gone':
        return withdrawQuestion();
      case 'bye':
        return status.bye(message.why);
    }
  }

  function onFrame(frame) {
    return paint(frame).catch(() => (unpainted ||= setTimeout(askForAll, PAINT_AGAIN)));
  }

  function askForAll() {
    clearTimeout(unpainted);
    unpainted = 0;
    line.send({ t: 'repaint' });
  }

  function onState(state) {
    status.line(state);
    if (state === 'open') controls.lineIsNew();
  }
}

/** The part of the screen that shows the page. The phone's keyboard covers it but does not change it. */
function viewport() {
  const { clientWidth, clientHeight } = part('stage');
  return { width: clientWidth, height: clientHeight, touch: navigator.maxTouchPoints > 0 };
}

function watchSize(line) {
  let known = JSON.stringify(viewport());
  new ResizeObserver(() => {
    const isTyping = document.activeElement?.matches('input, textarea');
    const now = viewport();
    const turned = now.width !== JSON.parse(known).width;
    // Some phones shrink the page for their keyboard; only turning the phone changes its width.
    if (JSON.stringify(now) === known || (isTyping && !turned)) return;
    known = JSON.stringify(now);
    line.send({ t: 'viewport', viewport: now });
  }).observe(part('stage'));
  document.title = say('lobbyTitle');
}
