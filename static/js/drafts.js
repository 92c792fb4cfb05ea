/* Drafts: each form keeps its own in this browser, offers it back after a crash, and lets go of it when the server
   says, by the cookie `saved`, that it was saved. Leaving with something unsaved is asked about. */
(() => {
  "use strict";
  const form = document.getElementById("writing");
  const area = form.elements.text;
  const words = form.dataset;
  const PREFIX = `draft:${location.pathname}:`, LONGEST_KEPT = 60 * 24 * 3600 * 1000;
  const NOT_KEPT = new Set(["csrfmiddlewaretoken", "writer"]);
  const state = document.querySelector("[data-draft-state]"), offered = document.getElementById("kept-draft");
  const store = (work) => { try { return work(localStorage); } catch { return undefined; } }; // private browsing, or full
  const cookie = (name) => document.cookie.split("; ").find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
  const slot = () => PREFIX + form.elements.key.value;
  const fields = () => [...new FormData(form)].filter(([name]) => !NOT_KEPT.has(name));
  const typed = (name) => !["key", "base", "settling", "seen_validated", "seen_word"].includes(name);
  const asTyped = (entries) => JSON.stringify(entries.filter(([name]) => typed(name)));
  const moment = (time, style) => new Date(time).toLocaleString(document.documentElement.lang, style);
  const clean = asTyped(fields());
  let leaving = false, keepLater;
  const changed = () => "unsaved" in words || asTyped(fields()) !== clean;
  function keep() {
    clearTimeout(keepLater);
    if (!changed()) return;
    const time = Date.now();
    const done = store((kept) => { kept.setItem(slot(), JSON.stringify({ time, fields: fields() })); return true; });
    if (done) state.textContent = words.draftKept.replace("%s", moment(time, { timeStyle: "short" }));
  }
  /* What is kept for this page, newest first; what was saved or is too old goes. */
  function keptDrafts() {
    const saved = cookie("saved"), found = [];
    store((kept) => {
      for (const name of Object.keys(kept).filter((one) => one.startsWith(PREFIX))) {
        let draft = null;
        try { draft = JSON.parse(kept.getItem(name)); } catch { /* not ours */ }
        if (!draft?.fields || name.endsWith(`:${saved}`) || Date.now() - draft.time > LONGEST_KEPT) kept.removeItem(name);
        else if (name !== slot() && asTyped(draft.fields) !== clean) found.push({ ...draft, name });
      }
    });
    return found.sort((one, other) => other.time - one.time);
  }
  function restore(draft) {
    for (const element of form.elements) {
      if (!element.name || NOT_KEPT.has(element.name) || element.tagName === "BUTTON") continue;
      const wanted = draft.fields.filter(([name]) => name === element.name).map(([, value]) => value);
      if (element.type === "checkbox" || element.type === "radio") element.checked = wanted.includes(element.value);
      else if (wanted.length) element.value = wanted[0]; // the key and the base, too: what was begun then is merged
    }
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
  }
  function offerDrafts() {
    const [draft] = keptDrafts();
    offered.hidden = !draft;
    if (!draft) return;
    const about = draft.fields.find(([name, value]) => name === "title" && value)?.[1];
    offered.querySelector("span").textContent = offered.dataset.words.replace("%s", moment(draft.time, { dateStyle: "medium", timeStyle: "short" })) + (about ? ` (${about})` : "");
    offered.onclick = ({ target }) => {
      if (target.value === "take") { restore(draft); offered.hidden = true; }
      else if (target.value === "drop") { store((kept) => kept.removeItem(draft.name)); area.focus(); offerDrafts(); }
    };
  }
  if (!("unsaved" in words)) offerDrafts();
  form.addEventListener("input", () => { clearTimeout(keepLater); keepLater = setTimeout(keep, 1000); });
  if ("unsaved" in words) keep();
  document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); });
  addEventListener("pagehide", keep);
  addEventListener("pageshow", () => { leaving = false; });
  addEventListener("beforeunload", (event) => { if (!leaving && changed()) event.preventDefault(); });
  form.addEventListener("submit", () => { keep(); leaving = true; });
})();
