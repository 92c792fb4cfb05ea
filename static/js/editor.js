/* The editor's comforts around a plain text area: toolbar, titles after [[, live preview, keys.
   Without this the page works as it is: everything that counts is a button of the form. */
(() => {
  "use strict";
  const form = document.getElementById("writing");
  const area = form.elements.text;
  const words = form.dataset;
  const find = (selector) => document.querySelector(selector);
  const button = (name) => form.querySelector(`button[name=${name}]`);
  const set = (element, attributes) => { for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value); };

  const cookie = (name) => document.cookie.split("; ").find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
  function token() {
    // Signing in or out in another tab changes it; with the new one the form is still good.
    const now = cookie("csrftoken");
    if (now) form.elements.csrfmiddlewaretoken.value = now;
    return form.elements.csrfmiddlewaretoken.value;
  }

  // Writing into the text so that undo takes it back -------------------------------------------
  function write(text, start = area.selectionStart, end = area.selectionEnd) {
    area.focus();
    area.setSelectionRange(start, end);
    if (document.execCommand(text ? "insertText" : "delete", false, text)) return;
    area.setRangeText(text, start, end, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  const select = (start, end = start) => area.setSelectionRange(start, end);
  const lineStart = (at) => area.value.lastIndexOf("\n", at - 1) + 1;
  const lineEnd = (at) => { const end = area.value.indexOf("\n", at); return end < 0 ? area.value.length : end; };

  /* Puts the marks around what is chosen, or takes them away where they stand already. */
  function wrap({ before, after, words: sample }) {
    const { selectionStart: start, selectionEnd: end, value } = area;
    const inside = value.slice(start, end);
    if (value.slice(0, start).endsWith(before) && value.slice(end).startsWith(after)) {
      write(inside, start - before.length, end + after.length);
      return select(start - before.length, end - before.length);
    }
    const middle = inside || sample;
    write(before + middle + after);
    const from = start + before.length;
    if (inside && after.endsWith("(https://)")) return select(from + middle.length + 2, from + middle.length + after.length - 1);
    select(from, from + middle.length);
    if (!middle) area.dispatchEvent(new Event("input", { bubbles: true })); // offers titles
  }
  function markLines({ line: mark, words: sample }) {
    const start = lineStart(area.selectionStart), end = lineEnd(area.selectionEnd);
    const lines = area.value.slice(start, end).split("\n");
    if (lines.length === 1 && !lines[0]) { write(mark + sample, start, end); return select(start + mark.length, start + mark.length + sample.length); }
    const marked = lines.every((line) => line.startsWith(mark));
    const text = lines.map((line) => (marked ? line.slice(mark.length) : mark + line)).join("\n");
    write(text, start, end);
    select(start, start + text.length);
  }
  function insertNote() {
    const numbers = [...area.value.matchAll(/\[\^(\d+)\]/g)].map((found) => Number(found[1]));
    const note = `[^${Math.max(0, ...numbers) + 1}]`;
    write(note, area.selectionEnd, area.selectionEnd);
    const end = area.value.length;
    write(`${area.value.endsWith("\n\n") ? "" : area.value.endsWith("\n") ? "\n" : "\n\n"}${note}: `, end, end);
  }
  function insertTable({ words: head }) {
    const at = lineEnd(area.selectionEnd);
    const first = `${at && area.value[at - 1] !== "\n" ? "\n\n" : ""}| `;
    write(`${first}${head} 1 | ${head} 2 |\n|---|---|\n| … | … |\n`, at, at);
    select(at + first.length, at + first.length + head.length + 2);
  }
  function press(tool) {
    const { dataset } = tool;
    if (dataset.before) wrap(dataset);
    else if (dataset.line) markLines(dataset);
    else if (dataset.insert === "note") insertNote();
    else insertTable(dataset);
  }

  // The toolbar: one stop for Tab, arrows within ------------------------------------------------
  const toolbar = find(".toolbar");
  const tools = [...toolbar.querySelectorAll("button")];
  tools.forEach((tool, at) => {
    tool.tabIndex = at ? -1 : 0;
    tool.addEventListener("mousedown", (event) => event.preventDefault()); // the text keeps what is chosen
    tool.addEventListener("click", () => press(tool));
  });
  toolbar.addEventListener("keydown", (event) => {
    const at = tools.indexOf(document.activeElement), last = tools.length - 1;
    const to = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at ? at - 1 : last, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    tools[at].tabIndex = -1;
    tools[to].tabIndex = 0;
    tools[to].focus();
  });
  toolbar.hidden = false;

  // Titles while one writes [[ ------------------------------------------------------------------
  const list = document.createElement("ul");
  const told = document.createElement("p");
  let options = [], chosen = 0, asked, askLater;
  set(list, { id: "titles-to-link", class: "completions", role: "listbox", "aria-label": words.titlesLabel });
  set(told, { class: "visually-hidden", role: "status" });
  set(area, { "aria-autocomplete": "list", "aria-controls": list.id });
  area.after(list, told);
  list.hidden = true;

  const opened = () => /\[\[([^[\]|\n]{1,100})$/.exec(area.value.slice(lineStart(area.selectionStart), area.selectionStart));
  function choose(at) {
    chosen = at;
    options.forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    options[at].scrollIntoView({ block: "nearest" });
    area.setAttribute("aria-activedescendant", options[at].id);
  }
  function closeList() {
    clearTimeout(askLater);
    asked?.abort();
    options = [];
    list.hidden = true;
    told.textContent = "";
    area.removeAttribute("aria-activedescendant");
  }
  /* Where the caret stands, measured in a copy of the text area. */
  function placeList() {
    const copy = document.createElement("div"), caret = document.createElement("span");
    const style = getComputedStyle(area);
    for (const name of ["font", "padding", "lineHeight", "tabSize", "letterSpacing", "direction"]) copy.style[name] = style[name];
    Object.assign(copy.style, { position: "absolute", visibility: "hidden", whiteSpace: "pre-wrap", overflowWrap: "break-word", inlineSize: `${area.clientWidth}px` });
    copy.append(area.value.slice(0, area.selectionStart), caret);
    area.after(copy);
    const under = area.offsetTop + caret.offsetTop - area.scrollTop + caret.offsetHeight;
    const left = Math.max(16, Math.min(caret.offsetLeft, area.clientWidth - list.offsetWidth - 16));
    list.style.top = `${Math.min(under, area.offsetTop + area.clientHeight)}px`;
    list.style.left = `${left}px`;
    copy.remove();
  }
  function offer(titles, typed) {
    const known = titles.some(({ title }) => title.toLowerCase() === typed.toLowerCase());
    const entries = known ? titles : [...titles, { title: typed, isNew: true }];
    options = entries.map(({ title, language, isNew }, at) => {
      const option = document.createElement("li");
      set(option, { id: `title-to-link-${at}`, role: "option", class: isNew ? "new" : "", "data-title": title });
      if (language) option.lang = language;
      option.textContent = isNew ? words.newTitle.replace("%s", title) : title;
      option.addEventListener("mousedown", (event) => { event.preventDefault(); take(option); });
      return option;
    });
    list.replaceChildren(...options);
    list.hidden = false;
    told.textContent = words.titlesFound;
    placeList();
    choose(0);
  }
  function take(option) {
    const typed = opened();
    if (!typed) return closeList();
    const prefix = /^[a-z]{2,3}:/.exec(typed[1])?.[0] ?? "";
    const at = area.selectionStart;
    write(`${prefix}${option.dataset.title}]]`, at - typed[1].length, area.value.startsWith("]]", at) ? at + 2 : at);
    closeList();
  }
  async function ask(found) {
    const prefixed = /^([a-z]{2,3}):\s*(.*)$/.exec(found);
    const [language, query] = prefixed ? prefixed.slice(1) : [words.language, found];
    if (!query.trim()) return closeList();
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(`${words.titles}?${new URLSearchParams({ q: query, language: languageNow(language) })}`, { signal: asked.signal });
      const { titles } = answer.ok ? await answer.json() : { titles: [] };
      if (opened()?.[1] === found && document.activeElement === area) offer(titles, query);
    } catch { /* nothing to offer: what is typed stands */ }
  }
  area.addEventListener("input", () => {
    const found = opened();
    clearTimeout(askLater);
    if (found) askLater = setTimeout(() => ask(found[1]), 150);
    else closeList();
  });
  area.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing || event.ctrlKey || event.metaKey) return;
    const step = { ArrowDown: 1, ArrowUp: options.length - 1 }[event.key];
    if (step) choose((chosen + step) % options.length);
    else if (event.key === "Enter" || event.key === "Tab") take(options[chosen]);
    else if (event.key === "Escape") closeList();
    else return;
    event.preventDefault();
  });
  area.addEventListener("blur", closeList);
  area.addEventListener("click", closeList);

  // The preview -----------------------------------------------------------------------------------
  const pane = document.getElementById("preview"), editor = find(".editor"), previewButton = button("preview");
  const languageNow = (otherwise) => (otherwise === words.language && form.elements.language?.value) || otherwise;
  let previewing, previewLater, previewed = null;
  /* Whoever goes through it with Tab stays where they are. */
  function fill(html) {
    const links = () => [...pane.querySelectorAll("a[href]")];
    const at = links().indexOf(document.activeElement), href = document.activeElement.getAttribute("href");
    pane.innerHTML = html;
    if (at < 0) return;
    const same = links().filter((link) => link.getAttribute("href") === href);
    (same.includes(links()[at]) ? links()[at] : same[0] ?? pane).focus();
  }
  async function preview() {
    if (pane.hidden || area.value === previewed) return;
    previewing?.abort();
    previewing = new AbortController();
    const text = area.value, data = new FormData();
    set(pane, { "aria-busy": "true", lang: languageNow(words.language) });
    for (const [name, value] of [["text", text], ["language", pane.lang], ["csrfmiddlewaretoken", token()]]) data.append(name, value);
    try {
      const answer = await fetch(words.preview, { method: "POST", body: data, signal: previewing.signal });
      const html = await answer.text();
      if (answer.status === 429) previewLater = setTimeout(preview, 1000 * Number(answer.headers.get("Retry-After") || 60));
      // What the server answers has passed its allow-list; of other answers (a gateway's) nothing is shown.
      if (answer.headers.has("X-Preview")) fill(html);
      else pane.textContent = words.waiting;
      if (answer.ok) previewed = text;
    } catch (error) {
      if (error.name !== "AbortError") pane.textContent = words.waiting;
    } finally {
      pane.removeAttribute("aria-busy");
    }
  }
  function showPreview(shown) {
    pane.hidden = !shown;
    editor.classList.toggle("two", shown);
    previewButton.setAttribute("aria-pressed", String(shown));
    preview();
  }
  area.addEventListener("input", () => { clearTimeout(previewLater); previewLater = setTimeout(preview, 500); });
  form.elements.language?.addEventListener("change", () => { previewed = null; preview(); });
  previewButton.addEventListener("click", (event) => {
    event.preventDefault();
    showPreview(pane.hidden);
    if (!pane.hidden && matchMedia("(max-width: 64rem)").matches) pane.focus();
  });
  area.addEventListener("scroll", () => {
    if (pane.contains(document.activeElement)) return; // the text comes to rest after Tab has left it
    const whole = area.scrollHeight - area.clientHeight;
    if (whole > 0) pane.scrollTop = (area.scrollTop / whole) * (pane.scrollHeight - pane.clientHeight);
  }, { passive: true });
  showPreview(!pane.hidden || matchMedia("(min-width: 64.01rem)").matches);

  form.addEventListener("submit", token);

  // Keys ------------------------------------------------------------------------------------------
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const tool = document.activeElement === area && tools.find(({ dataset }) => dataset.key === event.key.toLowerCase());
    if (tool) press(tool);
    else if (event.key.toLowerCase() === "s" || event.key === "Enter") form.requestSubmit(button("publish"));
    else return;
    event.preventDefault();
  });
})();
