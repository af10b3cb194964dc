// Keeps whoever uses the page on its site: a press on a link to another site does nothing. Only the page's own links are meant; what its
// forms and scripts do is the site's business, for a payment may lead anywhere.
(() => {
  const PAYMENT = /(^|\.)(paypal|stripe|squareup|square|adyen|klarna|affirm|afterpay|clearpay|withcherry|braintreepayments|authorize|checkout)\.[a-z.]+$/;

  /** The part of a host name that its owner has registered, as nearly as that can be told from the name. */
  function site(host) {
    const labels = host.split('.');
    const [second, top] = labels.slice(-2);
    const below = top?.length === 2 && second.length <= 3 ? 3 : 2;
    return /^[\d.]+$|:/.test(host) ? host : labels.slice(-below).join('.');
  }

  function leadsAway(link) {
    const to = new URL(link.href, document.baseURI);
    if (to.protocol === 'javascript:' || to.protocol === 'blob:') return false;
    if (!/^https?:$/.test(to.protocol)) return true;
    return site(to.hostname) !== site(location.hostname) && !PAYMENT.test(to.hostname);
  }

  function hold(event) {
    const link = event.composedPath().find((node) => node instanceof Element && node.matches('a[href], area[href]'));
    if (link && leadsAway(link)) event.preventDefault();
  }

  for (const press of ['click', 'auxclick']) addEventListener(press, hold, true);
})();
