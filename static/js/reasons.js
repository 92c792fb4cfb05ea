/* Ready-made reasons go into the box at once, below the words that stand there. One listener for the whole document,
   so that it also holds for what is put into the page later. */
(() => {
  "use strict";
  document.addEventListener("click", (event) => {
    const form = event.target.closest?.("button[name=fill]")?.form;
    const chosen = form?.elements.ready?.selectedOptions[0], box = form?.elements.comment;
    if (!chosen || !box) return;
    event.preventDefault();
    const words = chosen.dataset.text ?? "", typed = box.value.trimEnd();
    if (words && !typed.includes(words)) {
      box.value = typed ? `${typed}\n\n${words}` : words;
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
    box.focus();
    box.setSelectionRange(box.value.length, box.value.length);
  });
})();
