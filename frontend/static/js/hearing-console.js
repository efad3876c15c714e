// The clerk's console: decisions go by fetch, changes come by socket; what is half typed is never taken away.
import { live } from "./live.js";

const root = document.querySelector("[data-console]");
const status = root.querySelector("[data-status]");
const PARTIAL = { "X-Parts": "1" };
const digits = new Intl.NumberFormat(document.documentElement.lang || undefined);
let isReading = false, isDue = false;

/** Bring the screen up to date without touching a card that has not changed: it may be under a pointer or half typed. */
function take(html) {
  const there = new DOMParser().parseFromString(html, "text/html");
  if (!there.querySelector("[data-part]")) return location.reload();
  const here = document.activeElement?.closest?.("[data-question]");
  const verb = document.activeElement?.dataset?.verb;
  const after = cards().slice(cards().indexOf(here) + 1).map((card) => card.dataset.question);
  for (const name of ["notice", "top"]) {
    const [old, fresh] = [root, there].map((place) => place.querySelector(`[data-part="${name}"]`));
    if (old.textContent !== fresh.textContent) old.replaceChildren(...fresh.childNodes);
  }
  for (const column of root.querySelectorAll("[data-column]")) fill(column, there.querySelector(`[data-column="${column.dataset.column}"]`));
  if (!here || root.contains(document.activeElement)) return;
  const next = cardOf(here.dataset.question) ?? after.map(cardOf).find(Boolean) ?? cards()[0];
  (next?.querySelector(`[data-verb="${verb}"]`) ?? next)?.focus({ preventScroll: true });
}

function fill(column, fresh) {
  const kept = new Map([...column.children].map((card) => [`${card.dataset.question}/${card.dataset.version}`, card]));
  const wanted = [...fresh.children].map((card) => {
    const old = card.dataset.question && kept.get(`${card.dataset.question}/${card.dataset.version}`);
    if (!old || card.querySelector("details[open]")) return card;
    old.querySelector(".desk-soft").replaceChildren(...card.querySelector(".desk-soft").childNodes);
    return old;
  });
  for (const card of [...column.children]) if (!wanted.includes(card)) card.remove();
  let place = column.firstElementChild;
  for (const card of wanted) {
    if (card === place) place = place.nextElementSibling;
    else column.insertBefore(card, place);
  }
  column.previousElementSibling.replaceWith(fresh.previousElementSibling);
}

const cards = () => [...root.querySelectorAll("[data-question]")];
const cardOf = (id) => root.querySelector(`[data-question="${id}"]`);

async function read() {
  if (isReading) { isDue = true; return; }
  isReading = true;
  try {
    const answer = await fetch(location.pathname, { credentials: "same-origin", headers: PARTIAL });
    if (!answer.ok) throw new Error(String(answer.status));
    take(await answer.text());
  } catch (error) {
    console.warn(error);
    setTimeout(read, 2000);
  }
  isReading = false;
  if (isDue) { isDue = false; read(); }
}

root.addEventListener("submit", async (submit) => {
  submit.preventDefault();
  const { target, submitter } = submit;
  const body = new FormData(target, submitter);
  submitter.disabled = true;
  try {
    // Done: the answer only leads back here. The change itself comes by socket, and then the screen is read once.
    const answer = await fetch(location.pathname, { method: "POST", body, headers: PARTIAL, credentials: "same-origin", redirect: "manual" });
    if (answer.type !== "opaqueredirect") take(await answer.text());
    else if (root.dataset.live !== "true") await read();
  } catch {
    status.textContent = root.dataset.lost;
  }
  submitter.disabled = false;
});

if ("keys" in root.dataset) document.addEventListener("keydown", (press) => {
  if (press.ctrlKey || press.altKey || press.metaKey || press.target.closest("input, textarea, select, [contenteditable]")) return;
  const here = document.activeElement?.closest?.("[data-question]");
  const key = press.key.toLowerCase();
  if (key === "j" || key === "k") {
    const all = cards();
    const step = all[all.indexOf(here) + (key === "j" ? 1 : -1)] ?? here ?? all[0];
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
  line: (isOpen, isNews) => {
    root.dataset.live = isOpen;
    if (isNews) status.textContent = isOpen ? root.dataset.back : root.dataset.lost;
  },
});
