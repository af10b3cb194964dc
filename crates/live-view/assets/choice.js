// One box, radio button or list. What the patient chose stands until the page has said how it took it; it is told as a state, so
// telling it twice does no harm.

/** @param {{send: (message: object) => boolean}} line @param {{element: HTMLInputElement | HTMLSelectElement, facts: object}} control */
export function beginChoice(line, control) {
  const { element } = control;
  const isList = element.tagName === 'SELECT';
  let seq = 0;
  let agreed = 0;
  /** @type {boolean | string[] | null} what the patient last chose here */
  let wanted = null;

  element.addEventListener('change', () => {
    wanted = isList ? [...element.selectedOptions].map(({ value }) => value) : element.checked;
    seq += 1;
    tell();
  });

  const isSettled = () => agreed >= seq;

  function tell() {
    element.toggleAttribute('data-unsettled', true);
    const said = isList ? { t: 'choose', values: wanted } : { t: 'check', on: wanted };
    line.send({ ...said, control: control.facts.id, seq });
  }

  function stand(as) {
    if (!isList) return element.checked === as || isOutvoted(as) || (element.checked = as);
    for (const option of element.options) if (option.selected !== as.includes(option.value)) option.selected = !option.selected;
  }

  /** A radio button that the page still has on must not take back the choice of another that is on its way. */
  function isOutvoted(as) {
    const rivals = `input[type=radio][data-unsettled][name="${CSS.escape(element.name)}"]`;
    return as && element.type === 'radio' && [...document.querySelectorAll(rivals)].some((rival) => rival !== element);
  }

  return {
    update(facts) {
      if (isList) offer(element, facts);
      if (!isSettled()) return stand(wanted);
      if (wanted !== null) wanted = standingOf(facts);
      stand(standingOf(facts));
    },
    onAgreement(upTo, agreement) {
      agreed = Math.max(agreed, upTo);
      if (!isSettled()) return;
      element.toggleAttribute('data-unsettled', false);
      if (agreement === 'same') return;
      wanted = null;
      stand(standingOf(control.facts));
    },
    isSettled,
    sendAgain: () => isSettled() || tell(),
    /** The page may have been made anew: what it does not hold any more is said again. */
    moved(facts) {
      const isElsewhere = element.type === 'radio' && wanted === false;
      if (wanted !== null && !isElsewhere && String(wanted) !== String(standingOf(facts))) seq += 1;
    },
    end() {},
  };
}

const standingOf = ({ kind, checked, choices }) => (kind === 'select' ? choices.filter(({ selected }) => selected).map(({ value }) => value) : checked);

/** Fills a list with what the page offers. */
function offer(element, { choices, multiple }) {
  const shown = JSON.stringify(choices.map(({ value, label, disabled }) => [value, label, disabled]));
  if (element.multiple !== multiple) element.multiple = multiple;
  if (element.dataset.choices === shown) return;
  element.dataset.choices = shown;
  element.replaceChildren(...choices.map(({ value, label, disabled }) => Object.assign(new Option(label, value), { disabled })));
}
