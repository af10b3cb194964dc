// The robot check: only a person's own click counts.

const box = document.querySelector('input');

box.addEventListener('click', (event) => {
  if (!event.isTrusted) return event.preventDefault();
  box.disabled = true;
  parent.postMessage({ type: 'captcha-solved' }, '*');
});
