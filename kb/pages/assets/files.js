// The names that the file chooser's parts have for a screen reader; Streamlit's own are English.
(() => {
  const name = () => {
    const chooser = document.querySelector('.st-key-kb-files-upload');
    if (!chooser) return;
    const set = (selector, words) => chooser.querySelectorAll(selector).forEach((part) => {
      if (part.getAttribute("aria-label") !== words) part.setAttribute("aria-label", words);
    });
    set("input[type=file]", "选择文件");
    set("section", "选择文件，或拖到这里");
    set('[data-testid="stFileChipDeleteBtn"] button', "拿掉这份文件");
    set('[data-testid="stBaseButton-borderlessIcon"]', "选择文件");
  };
  name();
  window.kbNames?.disconnect();
  window.kbNames = new MutationObserver(name);
  window.kbNames.observe(document.body, { childList: true, subtree: true });
})();
