// Goes once through what every booking does, on a page that nobody sees: draws what booking pages are made of, looks at it and aims at it.
// A renderer that does something for the first time finds fonts and compiles code for a good part of a second; this one has.
// The other side is `page/rehearsal.rs`.

async () => {
  // What is asked for a font is asked anew for every family, size and weight, and the answer is in another process.
  const FAMILIES = ['sans-serif', 'serif', 'system-ui', 'monospace'];
  const NAMED = ['-apple-system', 'BlinkMacSystemFont', 'Segoe UI', 'Roboto', 'Helvetica Neue', 'Helvetica', 'Arial', 'Noto Sans', 'Inter',
    'Georgia', 'Palatino', 'Palatino Linotype', 'Book Antiqua', 'Times New Roman', 'Apple Color Emoji', 'Segoe UI Emoji', 'Menlo', 'Consolas'];
  const SIZES = [11, 12, 13, 14, 15, 16, 17, 18, 20, 21, 22, 24, 26, 28, 30, 32];
  const WEIGHTS = [400, 600];
  const SIGNS = 'Aa 09 $ × ✓ ✕ ‹ › ← → • … – “é” ñ';
  const line = (family, size, weight) => `<p style="font: ${weight} ${size}px '${family}', sans-serif">Text <em>and</em> text</p>`;
  const texts = [
    ...NAMED.map((family) => line(family, 16, 400)),
    ...SIZES.flatMap((size) => WEIGHTS.flatMap((weight) =>
      FAMILIES.slice(0, 2).map((family) => `<p style="font: ${weight} ${size}px ${family}">Text</p>`))),
    ...FAMILIES.map((family) => `<p style="font: 16px ${family}">${SIGNS}</p>`),
  ];
  const fields = ['text', 'search', 'tel', 'email', 'checkbox', 'radio', 'date'].map((type) =>
    `<label>Field <input type="${type}" name="${type}" placeholder="Words" required></label>`);
  const week = '<div role="row">' + '<div role="gridcell" aria-label="Day" style="cursor: pointer"><button>1</button></div>'.repeat(7) + '</div>';
  document.body.innerHTML = `
    <header><h1>Page</h1><nav><a href="#a">Link</a></nav></header>
    <main>
      <form>${fields.join('')}<select><option>One</option><option>Two</option></select><textarea></textarea></form>
      <button aria-expanded="false">More</button><div hidden>Text</div>
      <div role="grid" style="overflow: auto; transition: opacity 1s">${week.repeat(5)}</div>
      <ul>${'<li><span>Text</span> <span>and text</span></li>'.repeat(8)}</ul>
      <div role="dialog" aria-label="Panel" style="position: fixed; bottom: 0; opacity: 0.9"><div role="button" tabindex="0">Text</div></div>
      <section style="overflow: hidden">${texts.join('')}</section>
    </main>`;
  for (const language of ['en-US', 'es']) {
    new Date().toLocaleDateString(language, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
    new Date().toLocaleTimeString(language, { hour: 'numeric', minute: '2-digit' });
  }
  const frame = () => new Promise((resolve) => {
    requestAnimationFrame(resolve);
    setTimeout(resolve, 50);
  });
  const options = { values: true, selectors: ['.any'], maxNodes: 2000, atRest: true };
  for (let round = 0; round < 3; round += 1) {
    const { nodes } = JSON.parse(await __baton.snapshot(options));
    const ask = { wait: 0, enabled: true, editable: false, scroll: false, again: false, press: false, careful: false };
    for (const { refId } of nodes.filter((node) => node.clickable).slice(0, 5)) await __baton.aim({ ...ask, ref: refId });
    for (const { refId } of nodes.filter((node) => node.role === 'textbox').slice(0, 3)) await __baton.focusOn({ ...ask, ref: refId });
    await frame();
  }
  document.body.replaceChildren();
}
