// The page's few actions. Streamlit puts this into the page once; the page's content comes from Python.
(() => {
  document.documentElement.lang = "zh-CN";

  async function copy(text) {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
    const area = document.createElement("textarea"); // plain http in an office network has no clipboard API
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }

  if (!window.kbListens) {
    window.kbListens = true;
    document.addEventListener("click", async (event) => {
      const button = event.target.closest("[data-copy], [data-link]");
      if (!button) return;
      const { copy: words, link } = button.dataset;
      await copy(words ?? new URL(link, location.href).href);
      const name = button.textContent;
      button.textContent = "已复制";
      setTimeout(() => (button.textContent = name), 1500);
    });
  }

  // Show the cited section. Fonts and pictures may still move the page for a moment, so it is looked at again,
  // unless the reader has begun to scroll.
  let touched = false;
  for (const kind of ["wheel", "touchstart", "keydown", "mousedown"]) {
    addEventListener(kind, () => (touched = true), { once: true, passive: true });
  }
  const show = () => {
    if (touched) return;
    document.getElementById("cited")?.scrollIntoView({ block: "start" });
    const row = document.querySelector(".kb-row");
    if (row && row.getBoundingClientRect().bottom > innerHeight) row.scrollIntoView({ block: "center" });
    const entry = document.querySelector(".kb-outline [aria-current]");
    const outline = entry?.closest(".kb-outline");
    if (outline) outline.scrollTop += entry.getBoundingClientRect().top - outline.getBoundingClientRect().top - 120;
  };
  const fold = document.querySelector(".kb-fold");
  if (fold && matchMedia("(max-width: 60rem)").matches) fold.open = false;
  if (document.getElementById("cited")) for (const wait of [0, 150, 500]) setTimeout(show, wait);
})();
