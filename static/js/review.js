/* Review without page loads: the next article takes the place of the one that was decided on.
   The pages are those that are sent to everybody; of each, <main>, the title and the messages are put in. Where anything
   is not as expected, the browser goes there itself, as it does without this. After each page: `review:shown`. */
(() => {
  "use strict";
  const { review, signIn, lost } = document.currentScript.dataset;
  const OURS = new RegExp(`^${review}(/\\d+)?$`);
  const parser = new DOMParser();
  const live = Object.assign(document.createElement("p"), { className: "visually-hidden" });
  const path = (address = location) => address.pathname + address.search;
  const main = () => document.getElementById("main");
  const store = (work) => { try { return work(sessionStorage); } catch { return null; } }; // private browsing, or full
  let shown = path(), asked = null, sending = false, sent = false;
  live.setAttribute("role", "status");
  document.body.append(live);

  /* What is typed and not sent waits for who comes back to the article. */
  const words = () => document.querySelector("#decision [name=comment]");
  const place = () => `review-words ${shown.split("?")[0]}`;
  const keep = () => {
    const typed = sent ? "" : words()?.value;
    if (typed?.trim()) store((kept) => kept.setItem(place(), typed));
    else if (sent || words()) store((kept) => kept.removeItem(place()));
  };
  const giveBack = () => { if (words() && !words().value) words().value = store((kept) => kept.getItem(place())) || ""; };

  /* How differences are shown is in the address; what was chosen last is put there where nothing is chosen. */
  const WAYS = ["show", "columns"];
  const keepWays = (address) => {
    const ways = new URLSearchParams([...new URL(address).searchParams].filter(([name]) => WAYS.includes(name)));
    try { localStorage.setItem("review-ways", ways); } catch { /* private browsing: for this page only */ }
  };
  const withWays = (href) => {
    const address = new URL(href);
    if (address.pathname === review || WAYS.some((name) => address.searchParams.has(name))) return href;
    let ways = "";
    try { ways = localStorage.getItem("review-ways") || ""; } catch { /* private browsing */ }
    for (const [name, value] of new URLSearchParams(ways)) address.searchParams.set(name, value);
    return address.href;
  };

  const say = (sentence) => { live.textContent = ""; setTimeout(() => { live.textContent = sentence; }, 100); };

  /* The wiki cannot be reached: say so where one looks, and leave everything as it is. */
  function tellLost(form) {
    document.getElementById("lost")?.remove();
    const notice = Object.assign(document.createElement("p"), { id: "lost", className: "status danger" });
    notice.setAttribute("role", "alert");
    notice.append(Object.assign(document.createElement("span"), { textContent: lost }));
    (form || main()).prepend(notice);
    notice.scrollIntoView({ block: "nearest" });
  }

  /* To what is wrong with the form, to the link that was followed on this page, or to the new heading. */
  function focusOn(same) {
    const wrong = main().querySelector("[aria-invalid=true], .errorlist");
    const target = wrong || (same && document.getElementById(same)) || main().querySelector("h1");
    if (!target.matches("a, button, input, textarea, select")) target.tabIndex = -1;
    target.focus({ preventScroll: true });
    if (wrong) target.scrollIntoView({ block: "center", behavior: "instant" });
    else if (!same) scrollTo({ top: 0, behavior: "instant" });
  }

  function show(page, address, { push, same }) {
    document.querySelector("body > .messages")?.remove();
    const messages = page.querySelector("body > .messages");
    messages?.querySelectorAll("[role]").forEach((message) => message.setAttribute("aria-live", "off")); // said below, once
    if (messages) main().before(document.adoptNode(messages));
    main().replaceWith(document.adoptNode(page.getElementById("main")));
    document.title = page.title;
    const links = page.querySelectorAll(`.site-header a[href="${review}"]`);
    document.querySelectorAll(`.site-header a[href="${review}"]`).forEach((link, at) => links[at] && link.replaceWith(links[at]));
    if (path(address) !== path()) history[push ? "pushState" : "replaceState"](null, "", path(address));
    shown = path(address);
    sent = false;
    giveBack();
    focusOn(same);
    say([messages?.textContent.trim().replace(/\s+/g, " "), document.title].filter(Boolean).join(" "));
    document.dispatchEvent(new CustomEvent("review:shown"));
  }

  /* The answer, or null where there is none: another one was asked for, or the wiki cannot be reached. */
  async function answerOf(address, options, form) {
    try {
      const answer = await fetch(address, options);
      // A gateway that answers for a wiki that is down has decided nothing.
      if (form && answer.status >= 500) throw new TypeError(answer.statusText);
      return { page: parser.parseFromString(await answer.text(), "text/html"), answer };
    } catch {
      if (!options.signal.aborted) tellLost(form);
      return null;
    }
  }

  async function visit(address, { push = true, same = "" } = {}) {
    if (sending) return;
    asked?.abort();
    asked = new AbortController();
    const got = await answerOf(address, { signal: asked.signal });
    if (!got || sending) return;
    keep();
    if (got.page.querySelector("script[data-review]")) show(got.page, new URL(got.answer.url), { push, same });
    else location.assign(address);
  }

  async function send(form, button) {
    if (sending) return;
    asked?.abort();
    sending = true;
    main().setAttribute("aria-busy", "true");
    const body = new URLSearchParams(new FormData(form));
    if (button?.name) body.append(button.name, button.value);
    const got = await answerOf(target(form, button), { method: "POST", body, signal: new AbortController().signal }, form);
    sending = false;
    main().removeAttribute("aria-busy");
    if (!got) return;
    const went = new URL(got.answer.url);
    sent = got.answer.redirected && went.pathname !== signIn; // what was typed has arrived
    keep();
    if (got.page.querySelector("script[data-review]")) show(got.page, went, { push: true });
    else if (got.answer.redirected) location.assign(went);
    else sendAway(form, button);
  }

  /* A page that is none of ours answered, and it did nothing: the browser sends the form again and shows that page. */
  function sendAway(form, button) {
    if (button?.name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value }));
    HTMLFormElement.prototype.submit.call(form);
  }

  const target = (form, button) => new URL(button?.getAttribute("formaction") || form.getAttribute("action") || "", location.href);
  const isOurs = (address) => address.origin === location.origin && OURS.test(address.pathname);

  /* The difference of one change, opened below the change; its own page is where the link leads. */
  async function unfold(link) {
    const row = link.closest("li");
    let panel = row.querySelector(":scope > .unfolded");
    if (!panel) {
      if (link.hasAttribute("aria-busy")) return;
      link.setAttribute("aria-busy", "true");
      const got = await answerOf(link.href, { signal: new AbortController().signal });
      link.removeAttribute("aria-busy");
      if (!got) return;
      const difference = got.page.querySelector("[data-difference]");
      if (!difference) { location.assign(link.href); return; }
      panel = Object.assign(document.createElement("div"), { className: "unfolded", hidden: true });
      panel.append(document.adoptNode(difference));
      row.append(panel);
    }
    panel.hidden = !panel.hidden;
    link.setAttribute("aria-expanded", String(!panel.hidden));
  }
  const folded = () => main().querySelector("a[data-unfold][aria-expanded=false]");
  async function unfoldNext() {
    const link = folded();
    if (!link) return;
    link.focus({ preventScroll: true });
    await unfold(link);
    link.closest("li").scrollIntoView({ block: "nearest" });
  }
  function offerUnfolding() {
    main().querySelectorAll("a[data-unfold]").forEach((link) => link.setAttribute("aria-expanded", "false"));
    const next = main().querySelector("[data-unfold-next]");
    if (next) next.hidden = !folded();
  }

  document.addEventListener("click", (event) => {
    const plain = !(event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!plain || !main().contains(event.target)) return;
    if (event.target.closest("[data-unfold-next]")) { unfoldNext(); return; }
    const link = event.target.closest("a[href]");
    if (!link || link.target || link.hasAttribute("download")) return;
    if (link.matches(".ways a")) keepWays(link.href);
    if (link.matches("[data-unfold]")) unfold(link);
    else if (isOurs(link) && !link.hash) visit(withWays(link.href), { same: link.pathname === location.pathname ? link.id : "" });
    else return;
    event.preventDefault();
  });
  document.addEventListener("submit", (event) => {
    const form = event.target, address = target(form, event.submitter);
    if (event.defaultPrevented || !main().contains(form)) return;
    if (event.submitter?.hasAttribute("formaction")) { sent = true; return; } // to another kind of page, which has the words from here on
    if (!isOurs(address)) return;
    if (form.method === "get") address.search = new URLSearchParams(new FormData(form));
    else if (form.method !== "post") return; // a dialog closes itself
    event.preventDefault();
    if (form.method === "get") visit(address.href);
    else send(form, event.submitter);
  });
  addEventListener("popstate", () => { if (path() !== shown && isOurs(location)) visit(location.href, { push: false }); });
  addEventListener("pagehide", keep);
  addEventListener("pageshow", (event) => { if (event.persisted) sent = false; });
  document.addEventListener("review:shown", offerUnfolding);
  offerUnfolding();
  giveBack();
  if (isOurs(location) && withWays(location.href) !== location.href) visit(withWays(location.href), { push: false, same: "main" });
})();
