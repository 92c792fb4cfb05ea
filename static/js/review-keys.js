/* Review from the keyboard. Single keys, never while one types, and none for who turns them off.
   A key presses the first button or link that is marked with it: data-key="v". Where the button needs words,
   data-needs="id of the field", the key leads there while it is empty. */
(() => {
  "use strict";
  const OFF = "review-keys-off";
  const store = (work) => { try { return work(localStorage); } catch { return undefined; } }; // private browsing, or full
  const dialog = () => document.getElementById("keys");
  const marked = () => [...document.querySelectorAll("#main [data-key]")].filter((element) => element.getClientRects().length);
  const rows = () => [...document.querySelectorAll("#main .queue > li > a")];
  let off = Boolean(store((kept) => kept.getItem(OFF)));

  const press = (element) => {
    const field = document.getElementById(element.dataset.needs || "");
    if (field && !field.value.trim()) field.focus();
    else element.click();
  };
  const move = (step) => {
    const all = rows(), at = all.indexOf(document.activeElement);
    const from = at < 0 ? all.findIndex((row) => row.hasAttribute("aria-current")) : at;
    all[Math.min(Math.max(from + step, 0), all.length - 1)]?.focus();
  };
  const keys = {
    e: () => document.querySelector("#main .tabs a[href$='/edit']")?.click(), // unless a button is marked with it
    j: () => move(1),
    k: () => move(-1),
    "?": () => dialog()?.showModal(),
  };
  /* Up and down move through the list once it has the focus; elsewhere they scroll. */
  const inList = { ArrowDown: keys.j, ArrowUp: keys.k };

  function offer() {
    const opener = document.querySelector("[data-open-keys]");
    if (!opener || !dialog()) return;
    opener.hidden = false;
    dialog().querySelector("input").checked = !off;
    document.querySelectorAll("#main [data-key]").forEach((element) => {
      const { key } = element.dataset, hint = element.querySelector("kbd");
      if (off) { hint?.remove(); element.removeAttribute("aria-keyshortcuts"); return; }
      element.setAttribute("aria-keyshortcuts", key);
      if (hint || key.length > 1) return;
      const kbd = Object.assign(document.createElement("kbd"), { textContent: key });
      kbd.setAttribute("aria-hidden", "true");
      element.append(" ", kbd);
    });
  }

  document.addEventListener("change", (event) => {
    if (!event.target.matches("#keys input")) return;
    off = !event.target.checked;
    store((kept) => (off ? kept.setItem(OFF, "1") : kept.removeItem(OFF)));
    offer();
  });
  document.addEventListener("click", (event) => { if (event.target.closest("[data-open-keys]")) dialog().showModal(); });
  document.addEventListener("keydown", (event) => {
    const { key, target } = event, arrow = key.startsWith("Arrow");
    if (off || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
    if (target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]")) return;
    // Arrows choose among radio buttons, and scroll what scrolls sideways.
    if (arrow && target.closest("input, [tabindex='0']")) return;
    const button = marked().find((element) => element.dataset.key === key);
    const act = (rows().includes(target) && inList[key]) || (button && (() => press(button))) || keys[key];
    if (!act || (event.repeat && act !== keys.j && act !== keys.k)) return;
    event.preventDefault();
    act();
  });
  document.addEventListener("review:shown", offer);
  offer();
})();
