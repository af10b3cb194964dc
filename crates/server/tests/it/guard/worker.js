// Tries from inside a worker what the page tries itself.
onmessage = async ({ data: address }) => {
  const said = await fetch(address, { mode: 'no-cors' }).then(() => 'got through', () => 'refused');
  postMessage(said);
};
