/* Sends without leaving the page and looks for answers. Everything here also works without it, by plain forms. */
"use strict";
(() => {
  const FAST = 700, SLOW = 5000, STATUS = 15000, LIMIT = 15000; // milliseconds
  const byId = (id) => document.getElementById(id);
  const form = byId("composer"), field = byId("teks"), talk = byId("talk"), news = byId("news");
  const trouble = byId("trouble"), count = byId("count"), button = byId("send");
  let timer = 0, away = false;

  const ask = (url, options) => fetch(url, { signal: AbortSignal.timeout?.(LIMIT), ...options });
  const parse = (html) => new DOMParser().parseFromString(html, "text/html");

  /** Change only what differs, so that focus, selection and screen readers are left alone. */
  function show(fresh) {
    const shown = byId("lines"), before = shown.querySelectorAll(".ours").length;
    const now = [...fresh.children];
    now.forEach((item, index) => {
      const old = shown.children[index];
      if (!old) shown.append(item);
      else if (old.outerHTML !== item.outerHTML) old.replaceWith(item);
    });
    while (shown.children.length > now.length) shown.lastElementChild.remove();
    shown.dataset.unsettled = fresh.dataset.unsettled;
    const added = [...shown.querySelectorAll(".ours")].slice(before);
    if (added.length) {
      talk.scrollTop = 0;
      news.textContent = "Balasan: " + added.map((one) => one.querySelector(".text").textContent).join(" ");
    } else if (shown.querySelector(".typing")) news.textContent = "sedang mengetik…";
  }

  function say(text, again) {
    trouble.textContent = text;
    trouble.hidden = !text;
    if (!again) return;
    const retry = document.createElement("button");
    retry.type = "button";
    retry.textContent = "Coba lagi";
    retry.addEventListener("click", again);
    trouble.append(" ", retry);
  }

  function next(soon) {
    clearTimeout(timer);
    timer = setTimeout(poll, soon || byId("lines").dataset.unsettled === "yes" ? FAST : SLOW);
  }

  async function poll() {
    try {
      if (document.hidden) return;
      const answer = await ask(talk.dataset.lines);
      const fresh = answer.ok && parse(await answer.text()).getElementById("lines");
      if (!fresh) throw new Error("no lines");
      show(fresh);
      if (away) say("");
      away = false;
    } catch {
      if (trouble.hidden) {
        away = true;
        say("Layanan tidak menjawab. Halaman ini mencoba terus.", () => { say(""); poll(); });
      }
    } finally {
      next();
    }
  }

  async function send(extra) {
    if (button.disabled) return;
    const data = new FormData(form);
    if (extra) data.set("contoh", extra);
    button.disabled = true;
    clearTimeout(timer);
    try {
      const answer = await ask(form.action, { method: "POST", body: data });
      const page = parse(await answer.text()), fresh = page.getElementById("lines");
      if (!answer.ok || !fresh) {
        const why = page.querySelector("[data-problem]");
        say(why ? why.textContent : "Pesan belum terkirim.", answer.status < 500 ? null : () => send(extra));
      } else {
        say("");
        away = false;
        form.elements.kiriman.value = page.querySelector("[name=kiriman]").value;
        if (!extra) field.value = "";
        show(fresh);
        talk.scrollTop = 0;
      }
    } catch {
      say("Layanan tidak menjawab. Pesan belum terkirim, tulisan Anda masih ada.", () => send(extra));
    } finally {
      button.disabled = false;
      measure();
      next(true);
    }
  }

  function measure() {
    const longest = Number(field.dataset.longest), length = field.value.length;
    count.textContent = length > 100 ? `${length} / ${longest}` : "";
    count.classList.toggle("over", length > longest);
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight + 2, 140)}px`;
  }

  async function look() {
    const place = byId("status");
    try {
      const answer = document.hidden ? null : await ask(place.dataset.status);
      const fresh = answer && answer.ok && parse(await answer.text()).querySelector(".facts");
      if (fresh && fresh.outerHTML !== place.innerHTML.trim()) place.replaceChildren(fresh);
    } catch { /* the conversation's own polling says that the service is away */ }
    setTimeout(look, STATUS);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const by = event.submitter;
    if (by && by.name === "contoh") send(by.value);
    else send().then(() => field.focus({ preventScroll: true }));
  });
  field.addEventListener("input", measure);
  field.addEventListener("keydown", (event) => {
    const sends = event.key === "Enter" && !event.shiftKey && !event.isComposing;
    if (!sends || !matchMedia("(pointer: fine)").matches) return;
    event.preventDefault();
    form.requestSubmit(button);
  });
  document.addEventListener("visibilitychange", () => document.hidden || poll());
  measure();
  next();
  look();
})();
