// The bank's page: tells the bank, then the page that opened it, that the patient has answered.

const id = location.pathname.split('/').pop();
const page = window.opener ?? window.parent;

for (const button of document.querySelectorAll('[data-approved]')) {
  button.addEventListener('click', async () => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ approved: button.dataset.approved === 'true' });
    await fetch(location.pathname, { method: 'POST', headers, body });
    page.postMessage({ type: 'challenge', id }, '*');
    if (window.opener) window.close();
  });
}
