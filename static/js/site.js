/* Small comforts on every page. Nothing here is needed: each page works without it.
   It stands in the head and blocks on purpose, so that a chosen theme is there before the first paint. */
(() => {
  "use strict";
  const root = document.documentElement;
  const THEME = "theme";

  /* Django admin keeps its choice under the same name, and "auto" for none. */
  const kept = () => { try { return (localStorage.getItem(THEME) || "").replace("auto", ""); } catch { return ""; } };
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
    const words = ("value" in source ? source.value : source.textContent).trim();
    const text = source.tagName === "PRE" ? words : words.replace(/\s+/g, " ");
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Over plain http there is no clipboard object: choose the words and copy them the old way.
      getSelection().selectAllChildren(source);
      if (!document.execCommand("copy")) return;
    }
    const label = button.textContent;
    button.textContent = button.dataset.copied || "✓";
    setTimeout(() => { button.textContent = label; }, 2000);
  }
  function offerCopies() {
    for (const button of document.querySelectorAll("[data-copy]")) {
      button.hidden = false;
      button.setAttribute("aria-live", "polite");
      button.addEventListener("click", () => copy(button));
    }
  }

  /* <input data-titles="address that completes" data-titles-label="Titles">: titles while one types, as an ARIA combobox.
     Enter without a choice sends the form, as it does without this. */
  function completeTitles(input) {
    const list = document.createElement("div");
    const set = (element, attributes) => { for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value); };
    let options = [], chosen = -1, waiting, asked;
    set(list, { id: "titles", class: "card", role: "listbox", "aria-label": input.dataset.titlesLabel });
    set(input, { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id });
    const holder = document.createElement("div");
    holder.className = "menu";
    holder.append(list);
    input.after(holder);

    const choose = (index) => {
      chosen = index;
      options.forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
      if (index < 0) input.removeAttribute("aria-activedescendant");
      else input.setAttribute("aria-activedescendant", options[index].id);
    };
    const show = (titles) => {
      options = titles.map(({ title, language, url }, at) => {
        const option = document.createElement("a");
        set(option, { id: `title-${at}`, role: "option", tabindex: "-1", href: url, lang: language, dir: "auto" });
        option.textContent = title;
        return option;
      });
      list.replaceChildren(...options);
      list.hidden = !options.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
      choose(-1);
    };
    const ask = async () => {
      const words = input.value.trim();
      if (words.length < 2) { show([]); return; }
      asked = new AbortController();
      try {
        const answer = await fetch(`${input.dataset.titles}?q=${encodeURIComponent(words)}`, { signal: asked.signal });
        const { titles } = answer.ok ? await answer.json() : { titles: [] };
        show(document.activeElement === input ? titles : []);
      } catch { /* nothing to offer: the form works as it is */ }
    };
    input.addEventListener("input", () => {
      asked?.abort();
      clearTimeout(waiting);
      waiting = setTimeout(ask, 150);
    });
    input.addEventListener("keydown", (event) => {
      if (list.hidden || event.isComposing) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) choose((chosen + 1 + step + options.length + 1) % (options.length + 1) - 1);
      else if (event.key === "Escape") show([]);
      else if (event.key === "Enter" && chosen >= 0) options[chosen].click();
      else return;
      event.preventDefault();
    });
    input.addEventListener("blur", () => { clearTimeout(waiting); asked?.abort(); show([]); });
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus until the click
    show([]);
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

  /* <form data-cite hidden>: shown while words of the article are selected, and sends them to where they are credited. */
  function citePassages() {
    const form = document.querySelector("form[data-cite]"), prose = document.querySelector(".prose");
    if (!form || !prose) return;
    let waiting;
    document.addEventListener("selectionchange", () => {
      clearTimeout(waiting);
      const selection = getSelection();
      const words = prose.contains(selection.anchorNode) && prose.contains(selection.focusNode) ? String(selection).trim() : "";
      // A press on the button may end the selection before it counts.
      if (!words) { waiting = setTimeout(() => { form.hidden = true; }, 400); return; }
      form.elements.passage.value = words;
      form.hidden = false;
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    citePassages();
    offerThemes();
    closeMenus();
    offerCopies();
    followReading();
    document.querySelectorAll("input[data-titles]").forEach(completeTitles);
  });
})();
