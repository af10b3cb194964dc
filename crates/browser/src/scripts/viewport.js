// Lays a page out at the phone's own width and lets nothing zoom it, by the tag in which pages say such things. A page that can be zoomed
// has two viewports: boxes are measured from the one and fingers are led by the other, and whatever is wider than the phone pulls them apart.

(() => {
  /** Of what a tag says twice, the last counts. */
  const LAYOUT = 'width=device-width, initial-scale=1, user-scalable=no';
  /** A page that insists on another layout has its way in the end: two that correct each other would never come to rest. */
  let corrections = 50;
  const observer = new MutationObserver(look);

  function look() {
    const { documentElement: root, head, body } = document;
    observer.observe(document, { childList: true });
    if (root) observer.observe(root, { childList: true });
    if (!head) return;
    observer.observe(head, { subtree: true, childList: true, attributes: true, attributeFilter: ['content', 'name'] });
    const tags = [...head.querySelectorAll('meta[name=viewport i]')];
    const isRight = tags.length > 0 ? tags.every((tag) => tag.content.endsWith(LAYOUT)) : !body;
    if (isRight || corrections === 0) return;
    corrections -= 1;
    if (tags.length === 0) head.append(Object.assign(document.createElement('meta'), { name: 'viewport', content: LAYOUT }));
    for (const tag of tags) if (!tag.content.endsWith(LAYOUT)) tag.content = `${tag.content}, ${LAYOUT}`;
  }

  if (window.top === window) look();
})();
