/* Small comforts on every page. Nothing here is needed: each page works without it.
   It stands in the head and blocks on purpose, so that a chosen theme is there before the first paint. */
(() => {
  "use strict";
  const root = document.documentElement;
  const THEME = "theme";

  const kept = () => { try { return localStorage.getItem(THEME) || ""; } catch { return ""; } };
  const applyTheme = (theme) => {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
  };
  applyTheme(kept());

  function offerThemes() {
    for (const label of document.querySelectorAll("[data-theme-switch]")) {
      const select = label.querySelector("select");
      select.value = kept();
      select.addEventListener("change", () => {
        applyTheme(select.value);
        try { localStorage.setItem(THEME, select.value); } catch { /* private browsing: for this page only */ }
      });
      label.hidden = false;
    }
  }

  /* A menu closes when one presses Escape, clicks elsewhere or leaves it by keyboard. */
  function closeMenus() {
    const menus = document.querySelectorAll("details.menu");
    const others = (target) => { for (const menu of menus) if (menu.open && !menu.contains(target)) menu.open = false; };
    document.addEventListener("click", (event) => others(event.target));
    document.addEventListener("focusin", (event) => others(event.target));
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      for (const menu of menus) if (menu.open) { menu.open = false; menu.querySelector("summary").focus(); }
    });
  }

  /* <button data-copy="id of what to copy" data-copied="Copied" hidden>Copy</button> */
  async function copy(button) {
    const source = document.getElementById(button.dataset.copy);
    const text = ("value" in source ? source.value : source.textContent).trim().replace(/\s+/g, " ");
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Over plain http there is no clipboard object: choose the words and copy them the old way.
      getSelection().selectAllChildren(source);
      if (!document.execCommand("copy")) return;
    }
    const words = button.textContent;
    button.textContent = button.dataset.copied || "✓";
    setTimeout(() => { button.textContent = words; }, 2000);
  }
  function offerCopies() {
    for (const button of document.querySelectorAll("[data-copy]")) {
      button.hidden = false;
      button.setAttribute("aria-live", "polite");
      button.addEventListener("click", () => copy(button));
    }
  }

  /* The contents beside an article say which section is being read. */
  function followReading() {
    const links = new Map();
    for (const link of document.querySelectorAll(".rail.toc a[href^='#']")) {
      const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (heading) links.set(heading, link);
    }
    if (!links.size) return;
    const headings = [...links.keys()];
    const mark = () => {
      const passed = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight / 3);
      const current = links.get(passed.at(-1));
      for (const link of links.values()) {
        if (link === current) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    };
    let waiting = false;
    addEventListener("scroll", () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => { waiting = false; mark(); });
    }, { passive: true });
    mark();
  }

  document.addEventListener("DOMContentLoaded", () => {
    offerThemes();
    closeMenus();
    offerCopies();
    followReading();
  });
})();
