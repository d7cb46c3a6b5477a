/* One key a label. Everything here also works without it, by radio buttons and one "Simpan". */
"use strict";
(() => {
  const form = document.getElementById("labels");
  if (!form) return;
  const cards = [...form.querySelectorAll("[data-kalimat]")];
  const box = document.getElementById("tombol"), on = document.getElementById("pakai-tombol");
  const news = document.getElementById("kabar"), KEPT = "jalan-aman-tombol";
  const marked = []; // what was marked by a key, newest last
  let at = 0;

  const recall = () => { try { return localStorage.getItem(KEPT) !== "no"; } catch { return true; } };
  const keep = () => { try { localStorage.setItem(KEPT, on.checked ? "yes" : "no"); } catch { /* for this page only, then */ } };
  const save = () => form.querySelector(".save-bar button");
  const later = (card) => card.querySelector('input[type=radio][value=""]');
  const name = (radio) => radio.closest("label").innerText.trim();

  function show() {
    box.hidden = false;
    form.classList.toggle("with-keys", on.checked);
    for (const key of form.querySelectorAll(".key-name")) key.hidden = !on.checked;
  }

  function go(place) {
    if (place >= cards.length) { save().focus(); save().scrollIntoView({ block: "center" }); return; }
    at = Math.max(0, place);
    cards[at].focus({ preventScroll: true });
    cards[at].scrollIntoView({ block: "nearest" });
  }

  function mark(key) {
    const radio = cards[at].querySelector(`input[data-key="${key}"]`);
    if (!radio) return;
    marked.push({ place: at, before: cards[at].querySelector("input[type=radio]:checked") });
    radio.checked = true;
    radio.dispatchEvent(new Event("change", { bubbles: true }));
    news.textContent = `${name(radio)}: ${news.dataset.now}`;
    go(at + 1);
  }

  function undo() {
    const last = marked.pop();
    if (!last) { document.querySelector("[data-undo]")?.click(); return; }
    (last.before || later(cards[last.place])).checked = true;
    news.textContent = news.dataset.undone;
    go(last.place);
  }

  const ACTS = { j: () => go(at + 1), ArrowDown: () => go(at + 1), k: () => go(at - 1), ArrowUp: () => go(at - 1), u: undo };

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("textarea, select, input:not([type=radio]):not([type=checkbox])");
    const arrows = event.key.startsWith("Arrow") && event.target.closest("input[type=radio]");
    if (!on.checked || typing || arrows || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (/^[0-4]$/.test(key)) mark(key);
    else if (ACTS[key]) ACTS[key]();
    else if (key === "Enter" && event.target.closest("[data-kalimat]") === event.target) form.requestSubmit(save());
    else return;
    event.preventDefault();
  });

  form.addEventListener("focusin", (event) => {
    const card = event.target.closest("[data-kalimat]");
    if (card) at = cards.indexOf(card);
  });
  form.addEventListener("change", (event) => {
    const card = event.target.closest("[data-kalimat]");
    if (!card) return;
    const list = card.querySelector("select[name^=lain]");
    if (event.target === list && list.value) later(card).checked = true;
    else if (event.target.type === "radio" && event.target.value) list.value = "";
  });
  on.addEventListener("change", () => { keep(); show(); });
  on.checked = recall();
  show();
  if (on.checked && !document.querySelector("[role=alert]") && !location.hash) cards[0].focus({ preventScroll: true });
})();
