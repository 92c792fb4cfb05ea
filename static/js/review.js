/* Review from the keyboard. Single keys, never while one types, and none for who turns them off. */
(() => {
  "use strict";
  const dialog = document.getElementById("keys"), opener = document.querySelector("[data-open-keys]");
  if (!dialog || !opener) return;
  const OFF = "review-keys-off", turn = dialog.querySelector("input");
  const store = (work) => { try { return work(localStorage); } catch { return undefined; } }; // private browsing, or full
  const form = document.getElementById("decision"), reason = form?.elements.comment;
  const rows = [...document.querySelectorAll(".review nav .queue a")];
  const decide = (verdict) => form?.querySelector(`button[value="${verdict}"]`);
  /* Without its reason a verdict is not sent: the key leads to where the reason is typed. */
  const withReason = (verdict) => (decide(verdict) && reason.value.trim() ? decide(verdict).click() : reason?.focus());
  const move = (step) => {
    const at = rows.indexOf(document.activeElement);
    const from = at < 0 ? rows.findIndex((row) => row.hasAttribute("aria-current")) : at;
    rows[Math.min(Math.max(from + step, 0), rows.length - 1)]?.focus();
  };
  const keys = {
    v: () => decide("validate")?.click(),
    a: () => withReason("ask"),
    r: () => withReason("decline"),
    e: () => document.querySelector(".tabs a[href$='/edit']")?.click(),
    j: () => move(1),
    k: () => move(-1),
    "?": () => dialog.showModal(),
  };
  /* Arrows move through the list once it has the focus; elsewhere they scroll. */
  const inList = { ArrowDown: keys.j, ArrowUp: keys.k };

  turn.checked = !store((kept) => kept.getItem(OFF));
  turn.addEventListener("change", () => store((kept) => (turn.checked ? kept.removeItem(OFF) : kept.setItem(OFF, "1"))));
  opener.hidden = false;
  opener.addEventListener("click", () => dialog.showModal());
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || dialog.open || !turn.checked) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const act = rows.includes(event.target) && inList[event.key] || keys[event.key];
    if (!act || event.repeat && !("jk".includes(event.key) || event.key in inList)) return;
    event.preventDefault();
    act();
  });
})();
