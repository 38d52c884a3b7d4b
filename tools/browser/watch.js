// Runs before the page's own scripts, in every document. What is on show when a frame is about to be drawn was seen by
// the person in front of it, for however short a time: each text is told once, to `kbSeen`, as [where, text].
(() => {
  const ATTRIBUTES = ["placeholder", "aria-label", "aria-description", "aria-placeholder", "title", "alt"];
  const told = new WeakMap(); // node → what was told of it
  let due = false;

  // Cut down to a pixel or to nothing, as texts for screen readers and text fields that only hold the focus are.
  function cut(element, known) {
    if (!element || element === document.body) return false;
    if (!known.has(element)) {
      const { overflow, clipPath } = getComputedStyle(element);
      const small = element.clientWidth <= 1 || element.clientHeight <= 1;
      const here = (overflow !== "visible" && small && element.clientWidth + element.clientHeight > 0) ||
        clipPath.startsWith("inset(50%") || clipPath.startsWith("inset(100%");
      known.set(element, here || cut(element.parentElement, known));
    }
    return known.get(element);
  }

  function drawn(rects) {
    return [...rects].some(({ width, height }) => width > 1 && height > 1);
  }

  function onShow(element, rects, known) {
    // The letters of an icon are drawn as a picture; what a program is told is in no language.
    if (element.closest("[data-testid=stIconMaterial], code, pre")) return false;
    const seen = element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    return seen && drawn(rects()) && !cut(element, known);
  }

  function texts(known) {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!node.data.trim() || told.get(node) === node.data || !node.parentElement) continue;
      const rects = () => (range.selectNodeContents(node), range.getClientRects());
      if (!onShow(node.parentElement, rects, known)) continue;
      told.set(node, node.data);
      found.push([node.parentElement.tagName.toLowerCase(), node.data.trim()]);
    }
    return found;
  }

  function labels(known) {
    const found = [];
    for (const element of document.body.querySelectorAll(ATTRIBUTES.map((name) => `[${name}]`).join())) {
      const said = ATTRIBUTES.map((name) => [name, element.getAttribute(name)]).filter(([, text]) => text?.trim());
      const key = JSON.stringify(said);
      if (told.get(element) === key || !onShow(element, () => element.getClientRects(), known)) continue;
      told.set(element, key);
      found.push(...said);
    }
    return found;
  }

  function look() {
    due = false;
    if (!document.body) return;
    const known = new Map();
    const found = [...texts(known), ...labels(known)];
    if (found.length) window.kbSeen(found);
  }

  function soon() {
    if (due) return;
    due = true;
    requestAnimationFrame(look);
  }

  // What the style sheets add, at the moment of asking.
  window.kbAdded = () => {
    const found = [];
    for (const element of document.body.querySelectorAll("*")) {
      for (const place of ["::before", "::after"]) {
        const { content, fontSize } = getComputedStyle(element, place);
        if (content.startsWith('"') && parseFloat(fontSize) > 0 && element.checkVisibility()) {
          found.push([place, JSON.parse(content)]);
        }
      }
    }
    return found;
  };

  const all = { subtree: true, childList: true, characterData: true, attributes: true };
  new MutationObserver(soon).observe(document, all);
  addEventListener("focusin", soon); // a text may be on show while its element holds the focus
  addEventListener("focusout", soon);
})();
