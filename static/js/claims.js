/* Tells others that one reads an article for review, as long as one does: from opening it, with whatever one
   does on the page, until one leaves. Without this a button says so. It keeps nobody from deciding. */
(() => {
  "use strict";
  const EVERY = 60_000; // between two times that one goes on saying so
  const TICK = 5_000;
  let told = 0, held = null; // the article that was claimed from here: where it is released, and the form's token

  const place = () => document.getElementById("claims");
  const token = (box) => box.querySelector("[name=csrfmiddlewaretoken]")?.value || "";

  function count() {
    const box = place();
    for (const line of box?.querySelectorAll("[data-seconds]") || []) {
      line.until ||= Date.now() + line.dataset.seconds * 1000;
      const seconds = (line.until - Date.now()) / 1000;
      if (seconds <= 0) { if (line.matches("p")) line.remove(); continue; }
      const minutes = Math.round(seconds / 60);
      const words = seconds < 60 ? box.dataset.less : minutes === 1 ? box.dataset.one : box.dataset.many.replace("{}", minutes);
      const left = line.querySelector("[data-left]");
      if (left.textContent !== words) left.textContent = words;
    }
  }

  async function tell() {
    const box = place();
    if (!box?.dataset.claim) return;
    told = Date.now();
    held = { path: box.dataset.release, token: token(box) };
    try {
      const headers = { "X-CSRFToken": held.token, "X-Lines-Only": "1" };
      const answer = await fetch(box.dataset.claim, { method: "POST", headers, keepalive: true });
      if (!answer.ok || place() !== box || box.contains(document.activeElement)) return;
      const lines = document.createElement("template");
      lines.innerHTML = await answer.text();
      if (place() === box) box.replaceWith(lines.content);
      count();
    } catch { /* no network: others are not told, and reviewing goes on */ }
  }

  function leave() {
    if (!held) return;
    const sent = new FormData();
    sent.set("csrfmiddlewaretoken", held.token);
    navigator.sendBeacon(held.path, sent);
    held = null;
  }

  function goOn() {
    if (held && document.visibilityState === "visible" && Date.now() - told >= EVERY) tell();
  }

  function begin() {
    const box = place();
    if (held && held.path !== box?.dataset.release) leave();
    count();
    tell();
  }

  for (const sign of ["keydown", "input", "scroll", "pointerdown"]) addEventListener(sign, goOn, { passive: true, capture: true });
  addEventListener("pagehide", leave);
  addEventListener("pageshow", (event) => { if (event.persisted) begin(); });
  document.addEventListener("review:shown", begin);
  document.addEventListener("submit", (event) => { if (place()?.contains(event.target)) held = null; });
  setInterval(count, TICK);
  begin();
})();
