// The clerk's console: decisions go by fetch, changes come by socket; what is half typed is never taken away.
import { live } from "./live.js";

const root = document.querySelector("[data-console]");
const status = root.querySelector("[data-status]");
const PARTS = ["notice", "top", "columns"];
const digits = new Intl.NumberFormat(document.documentElement.lang || undefined);
let isReading = false, isDue = false;

/** Put the fresh screen in place, but for cards in which somebody is typing, and give the focus back. */
function take(html) {
  const there = new DOMParser().parseFromString(html, "text/html").querySelector("[data-console]");
  if (!there) return location.reload();
  const focus = document.activeElement?.closest?.("[data-question]")?.dataset.question;
  const verb = document.activeElement?.dataset?.verb;
  const typing = [...root.querySelectorAll("[data-question]:has(details[open])")];
  const after = [...root.querySelectorAll("[data-question]")].map((card) => card.dataset.question);
  for (const part of PARTS) root.querySelector(`[data-part="${part}"]`).replaceChildren(...there.querySelector(`[data-part="${part}"]`).childNodes);
  for (const card of typing) {
    const fresh = cardOf(card.dataset.question);
    const state = (one) => one.querySelector("[name=state]")?.value;
    if (fresh && !fresh.querySelector("details[open]") && state(fresh) === state(card)) fresh.replaceWith(card);
  }
  if (!focus || root.contains(document.activeElement)) return;
  const next = cardOf(focus) ?? after.slice(after.indexOf(focus) + 1).map(cardOf).find(Boolean) ?? root.querySelector("[data-question]");
  (next?.querySelector(`[data-verb="${verb}"]`) ?? next)?.focus({ preventScroll: true });
}

const cardOf = (id) => root.querySelector(`[data-question="${id}"]`);

async function read() {
  if (isReading) { isDue = true; return; }
  isReading = true;
  try {
    const answer = await fetch(location.pathname, { credentials: "same-origin" });
    if (answer.ok) take(await answer.text());
  } catch { /* the next change or the next quarter of a minute reads again */ }
  isReading = false;
  if (isDue) { isDue = false; read(); }
}

root.addEventListener("submit", async (submit) => {
  submit.preventDefault();
  const { target, submitter } = submit;
  const body = new FormData(target, submitter);
  submitter.disabled = true;
  for (const open of target.closest("[data-question]")?.querySelectorAll("details[open]") ?? []) open.open = false;
  try {
    const answer = await fetch(location.pathname, { method: "POST", body, credentials: "same-origin" });
    take(await answer.text());
  } catch {
    submitter.disabled = false;
    status.textContent = root.dataset.lost;
  }
});

if ("keys" in root.dataset) document.addEventListener("keydown", (press) => {
  if (press.ctrlKey || press.altKey || press.metaKey || press.target.closest("input, textarea, select, [contenteditable]")) return;
  const cards = [...root.querySelectorAll("[data-question]")];
  const here = document.activeElement?.closest?.("[data-question]");
  const key = press.key.toLowerCase();
  if (key === "j" || key === "k") {
    const step = cards[cards.indexOf(here) + (key === "j" ? 1 : -1)] ?? here ?? cards[0];
    step?.focus();
  } else here?.querySelector(`[data-key="${key}"]`)?.click();
});

live({
  socket: `/ws/hearings/${root.dataset.hearing}/`,
  tickets: root.dataset.ticket,
  epoch: root.dataset.epoch,
  seq: Number(root.dataset.seq),
  event: read,
  tick: (changed) => Object.entries(changed).forEach(([id, [count]]) => {
    const figure = cardOf(id)?.querySelector("[data-votes]");
    if (figure) figure.textContent = digits.format(count);
  }),
  stale: read,
  line: (isOpen) => { status.textContent = isOpen ? root.dataset.back : root.dataset.lost; },
});
