// The `boxes` parameter: lists of the page's own making. A box shows what is chosen; what can be chosen comes at the end of the document
// once the box is pressed.

/** Puts a box in the place of a select. @param {HTMLSelectElement} select @param {string} name */
export function boxForSelect(select, name) {
  const options = () => [...select.options].map((option) => ({
    label: option.label,
    isChosen: option.selected,
    choose: () => {
      select.value = option.value;
      select.dispatchEvent(new Event('change', { bubbles: true }));
    },
  }));
  place(select, name, options, () => select.disabled);
}

/** Puts a box in the place of radio buttons. @param {HTMLElement} group @param {string} name */
export function boxForRadios(group, name) {
  const options = () => [...group.querySelectorAll('input')].map((radio) => ({
    label: radio.parentElement.textContent.trim(),
    isChosen: radio.checked,
    choose: () => radio.click(),
  }));
  place(group, name, options, () => false);
}

function place(source, name, options, isDisabled) {
  const row = Object.assign(document.createElement('div'), { className: 'row', textContent: name });
  const box = document.createElement('div');
  const list = Object.assign(document.createElement('ul'), { className: 'options', hidden: true });
  for (const [attribute, value] of Object.entries({ role: 'combobox', tabindex: '0', 'aria-label': name, 'aria-haspopup': 'listbox' })) {
    box.setAttribute(attribute, value);
  }
  list.setAttribute('role', 'listbox');
  box.className = 'box';
  row.append(box);
  const replaced = source.closest('.row');
  replaced.before(row);
  replaced.hidden = true;
  document.body.append(list);

  function show(isOpen) {
    list.hidden = !isOpen;
    box.setAttribute('aria-expanded', String(isOpen));
  }
  function draw() {
    const chosen = options().find(({ isChosen }) => isChosen);
    if (box.textContent !== chosen?.label) box.textContent = chosen?.label ?? '';
    box.setAttribute('aria-disabled', String(isDisabled()));
  }
  function entry({ label, isChosen, choose }) {
    const item = Object.assign(document.createElement('li'), { textContent: label, onclick: () => { choose(); show(false); draw(); } });
    item.setAttribute('role', 'option');
    item.setAttribute('aria-selected', String(isChosen));
    return item;
  }
  box.onclick = () => {
    if (isDisabled()) return;
    list.replaceChildren(...options().map(entry));
    const { left, bottom, width } = box.getBoundingClientRect();
    Object.assign(list.style, { left: `${left + scrollX}px`, top: `${bottom + scrollY}px`, width: `${width}px` });
    show(list.hidden);
  };
  new MutationObserver(draw).observe(source, { subtree: true, childList: true, attributes: true });
  show(false);
  draw();
}
