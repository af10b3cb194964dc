// Which clicks the page has had: the proof that a press has arrived. A touch becomes a click some time after the finger was lifted,
// so one press is told from another by what it met.

let clicks = 0;
/** @type {WeakMap<EventTarget, number>} how often each element was clicked, or something in it */
const clickedElements = new WeakMap();

addEventListener('click', (event) => {
  clicks += 1;
  for (const met of event.composedPath()) clickedElements.set(met, (clickedElements.get(met) ?? 0) + 1);
}, { capture: true, passive: true });

/** How often a control was clicked, also one that is no longer in the document. */
function clicksOn(number) {
  const element = elements.get(number)?.deref();
  return (element && clickedElements.get(element)) ?? 0;
}

/** Resolves once a control, or without one anything, was clicked more often than `before`. */
function clicked(number, before) {
  return new Promise((resolve) => {
    const look = () => {
      if ((number === null ? clicks : clicksOn(number)) <= before) return;
      removeEventListener('click', look, true);
      resolve();
    };
    addEventListener('click', look, true);
    look();
  });
}

/** Whether a box stands as wanted; pages that draw it themselves take a moment. */
async function stands(number, on) {
  const late = performance.now() + 400;
  for (;;) {
    const element = elementOf(number);
    if (!element) return false;
    if (Boolean(isChecked(element)) === on) return true;
    if (performance.now() > late) return false;
    await new Promise((done) => setTimeout(done, 20));
  }
}

/** Clicks a box unless it stands as wanted: the look and the click are one, so nothing can come between them. */
function switchTo(number, on) {
  const element = elementOf(number);
  if (element && Boolean(isChecked(element)) !== on) element.click();
  return Boolean(element);
}
