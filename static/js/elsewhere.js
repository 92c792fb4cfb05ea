/* Text from elsewhere: asks where a long paste is from, and answers, while one types, whether it may stand here.
   Without this the fields work as they are, and the answer comes with the preview. */
(() => {
  "use strict";
  const form = document.getElementById("writing");
  const area = form.elements.text;
  const details = document.getElementById("elsewhere"), answer = document.getElementById("source-answer");
  const pasted = document.getElementById("pasted");
  const MANY = 40; // words in a row that are hardly typed elsewhere by chance
  const language = document.documentElement.lang;
  const fields = [...details.querySelectorAll("input, select, textarea")];
  let asked, askLater;

  // A long paste -----------------------------------------------------------------------------------
  const close = () => { pasted.hidden = true; };
  function mine() { close(); area.focus(); }
  function fromElsewhere() {
    close();
    details.open = true;
    form.elements.source_title.focus();
  }
  function countWords(text) { // those of scripts without spaces, too
    let count = 0;
    for (const { isWordLike } of new Intl.Segmenter(language, { granularity: "word" }).segment(text)) count += isWordLike;
    return count;
  }
  function askAbout(data) {
    const text = data?.getData("text/plain") ?? "";
    if (area.value.includes(text)) return; // moved within the text
    const count = countWords(text);
    if (count < MANY) return;
    pasted.querySelector("span").textContent = pasted.dataset.words.replace("%s", count.toLocaleString(language));
    pasted.hidden = false;
  }
  area.addEventListener("paste", (event) => askAbout(event.clipboardData));
  area.addEventListener("drop", (event) => askAbout(event.dataTransfer));
  pasted.addEventListener("click", ({ target }) => {
    const chosen = target.closest("button")?.value;
    if (chosen === "mine") mine();
    else if (chosen) fromElsewhere();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || pasted.hidden || event.isComposing || event.defaultPrevented) return;
    event.preventDefault();
    mine();
  });

  // The answer -------------------------------------------------------------------------------------
  const licence = () => form.elements.licence?.value ?? answer.dataset.licence;
  async function ask() {
    asked?.abort();
    const said = fields.filter(({ name, value }) => value && name !== "source_way" && name !== "source_taken");
    if (!said.length || !licence()) return answer.replaceChildren();
    asked = new AbortController();
    const query = new URLSearchParams(fields.map(({ name, value }) => [name, value]));
    query.set("licence", licence());
    query.set("article", answer.dataset.article);
    answer.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(`${answer.dataset.address}?${query}`, { signal: asked.signal });
      const html = await response.text();
      // Of other answers (a gateway's) nothing is shown.
      if (response.ok && response.headers.has("X-Answer")) answer.innerHTML = html;
      else answer.textContent = answer.dataset.waiting;
    } catch (error) {
      if (error.name !== "AbortError") answer.textContent = answer.dataset.waiting;
    } finally {
      answer.removeAttribute("aria-busy");
    }
  }
  details.addEventListener("input", () => { clearTimeout(askLater); askLater = setTimeout(ask, 400); });
  form.addEventListener("change", ({ target }) => { if (target.name === "licence" && details.open) ask(); });
})();
