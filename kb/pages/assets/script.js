// The page's few actions. Streamlit puts this into the page once; the page's content comes from Python.
(() => {
  const root = document.documentElement;
  root.lang = "zh-CN";

  // What the browser keeps: the collected quotes, and whether letters are large. A browser may forbid it.
  const BASKET = "kb-basket", LARGE = "kb-large";
  const kept = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
  const keep = (name, value) => { try { localStorage.setItem(name, value); return true; } catch { return false; } };
  const basket = () => { try { return [JSON.parse(kept(BASKET) ?? "[]")].flat(); } catch { return []; } };
  const hold = (quotes) => {
    const done = keep(BASKET, JSON.stringify(quotes));
    dispatchEvent(new Event(BASKET));
    return done;
  };
  const same = (a) => (b) => a.section === b.section && a.text === b.text;

  async function copy(text) {
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
    const area = document.createElement("textarea"); // plain http in an office network has no clipboard API
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }

  const ACTS = {
    copy: async (text) => { await copy(text); return "已复制"; },
    link: async (href) => { await copy(new URL(href, location.href).href); return "已复制"; },
    keep: (quotes) => {
      const held = basket();
      const fresh = JSON.parse(quotes).filter((each) => !held.some(same(each)));
      return hold([...held, ...fresh]) ? (fresh.length ? "已收入" : "已在篮中") : "浏览器不让保存";
    },
    drop: (quote) => { hold(quote ? basket().filter((each) => !same(JSON.parse(quote))(each)) : []); },
    print: () => { print(); },
    large: (_, button) => { keep(LARGE, root.classList.contains(LARGE) ? "" : "1"); enlarge(button); },
  };

  function enlarge() {
    const large = Boolean(kept(LARGE));
    root.classList.toggle(LARGE, large);
    for (const each of document.querySelectorAll("[data-large]")) each.setAttribute("aria-pressed", large);
  }
  function count() {
    const link = document.querySelector('.kb-head a[href="./?basket="]');
    if (link) link.textContent = basket().length ? `引文篮（${basket().length}）` : "引文篮";
  }

  if (!window.kbListens) {
    window.kbListens = true;
    document.addEventListener("click", async (event) => {
      const button = event.target.closest("button");
      const act = button && Object.keys(ACTS).find((each) => each in button.dataset);
      if (!act) return;
      const said = await ACTS[act](button.dataset[act], button);
      if (!said) return;
      const name = button.dataset.name ??= button.textContent;
      button.textContent = said;
      setTimeout(() => (button.textContent = name), 1500);
    });
    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest("input, textarea, select, [contenteditable]");
      if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      const box = document.querySelector(".st-key-kb-box input");
      if (box) { box.focus(); box.select(); } else location.href = "./";
    });
    addEventListener(BASKET, count);
    addEventListener("storage", (event) => { if (event.key === BASKET) dispatchEvent(new Event(BASKET)); });
  }
  enlarge();
  count();

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

// Printing, and tables that are sorted by the buttons in their heads: first ascending, then descending. Empty cells stay last.
(() => {
  if (window.kbSorts) return;
  window.kbSorts = true;

  const inChinese = new Intl.Collator("zh-CN", { numeric: true });
  const valueOf = (row, column, numbers) => {
    const cell = row.cells[column];
    const value = cell?.dataset.value ?? cell?.textContent.trim() ?? "";
    return numbers && value !== "" ? Number(value) : value;
  };

  function sort(button) {
    const head = button.closest("th");
    const column = head.cellIndex;
    const up = head.getAttribute("aria-sort") !== "ascending";
    for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    const numbers = button.dataset.sort === "number";
    const body = head.closest("table").tBodies[0];
    const rows = [...body.rows].map((row) => [valueOf(row, column, numbers), row]);
    rows.sort(([a], [b]) => {
      if (a === "" || b === "") return (a === "") - (b === "");
      return (up ? 1 : -1) * (numbers ? a - b : inChinese.compare(a, b));
    });
    body.append(...rows.map(([, row]) => row));
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-sort]");
    if (button) sort(button);
  });
})();
