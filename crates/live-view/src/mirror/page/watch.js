// Notices that the page has changed and reports the new scene, once per change and never twice the same.

const documentName = crypto.getRandomValues(new Uint32Array(2)).join('-');
let reported = '';
let timer = 0;

function describe() {
  const surfaces = new Set();
  const frames = [];
  const controls = [];
  const covered = [];
  for (const element of everything()) {
    if (element.tagName === 'IFRAME' || element.tagName === 'FRAME') {
      const frame = describeFrame(element, surfaces);
      if (frame) frames.push(frame);
    } else if (element.matches(ANY_CONTROL) && controls.length < 300) {
      const control = describeControl(element, surfaces);
      if (control === COVERED) covered.push(numberOf(element));
      else if (control) controls.push(control);
    }
  }
  const inner = [...surfaces].map((element) => describeSurface(element, surfaces));
  return {
    document: documentName,
    isMain: window.top === window,
    title: document.title,
    lang: document.documentElement.lang,
    background: groundOf(document.body ?? document.documentElement),
    surfaces: [describeSurface(null, surfaces), ...inner],
    frames,
    controls,
    covered,
    focused: focusedControl(),
  };
}

function describeFrame(element, surfaces) {
  const rect = contentBoxOf(element);
  const seen = element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  if (!seen || rect.width < 8 || rect.height < 8) return null;
  const place = element.getBoundingClientRect();
  const covered = !isReachable(element, place) && !isBehindBar(place);
  const surface = surfaceOf(element, covered ? new Set() : surfaces);
  return { id: numberOf(element), surface, box: boxOn(surface, rect), covered };
}

function focusedControl() {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active && document.hasFocus() && active.matches(ANY_CONTROL) ? numberOf(active) : null;
}

function report() {
  timer = 0;
  const scene = JSON.stringify(describe());
  if (scene === reported) return;
  reported = scene;
  globalThis.batonScene?.(scene);
}

/** Many changes in one go are one report, at most 40 ms after the first of them. */
function soon() {
  if (!timer) timer = setTimeout(report, 40);
}

function noteScroll(event) {
  const element = event.target === document ? null : event.target;
  const scroller = element ?? document.scrollingElement ?? document.documentElement;
  const id = element ? numberOf(element) : DOCUMENT;
  const move = moves.get(id) ?? { count: 0, sent: null, heard: 0 };
  const asTold = move.sent && Math.abs(move.sent[0] - scroller.scrollLeft) < 1 && Math.abs(move.sent[1] - scroller.scrollTop) < 1;
  if (!asTold) move.count += 1;
  moves.set(id, move);
  noteMotion(id === DOCUMENT);
  soon();
}

function start() {
  // Our own caret blinks on the phone; the page's would send two pictures a second for nothing.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('*, *::before, *::after { caret-color: transparent !important }');
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const observer = new MutationObserver(soon);
  observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  new ResizeObserver(soon).observe(document.documentElement);
  addEventListener('scroll', noteScroll, { capture: true, passive: true });
  for (const name of ['input', 'change', 'focusin', 'focusout', 'transitionend', 'animationend', 'resize', 'load', 'toggle']) {
    addEventListener(name, soon, { capture: true, passive: true });
  }
  soon();
}
