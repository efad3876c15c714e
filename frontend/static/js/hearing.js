// A hearing that is live: counts, the question on air and the line of news change by themselves; the list never moves
// under the reader. Everything here also works by reloading the page.
import { live } from "./live.js";

const page = document.querySelector("[data-hearing]");
const words = page.querySelector("template[data-words]").dataset;
const region = (name) => page.querySelector(`[data-region="${name}"]`);
const language = document.documentElement.lang;
const digits = new Intl.NumberFormat(document.documentElement.dataset.locale || undefined);
const plural = new Intl.PluralRules(language);
const phrase = (forms, n) => (JSON.parse(forms)[plural.select(n)] ?? JSON.parse(forms).other).replace("{n}", digits.format(n));
const states = JSON.parse(words.states);
const LISTED = ["published", "shortlisted"];
const SAY_EVERY = 10000;
const UP = "M12 20V5m-6 6 6-6 6 6", TICK = "m4 13 5 5L20 6";

const fresh = new Map(); // questions that came in since the list was read
const versions = new Map();
let counts = new Map();

// --- one polite line, at most every ten seconds ---------------------------------------------------------------------
const status = page.querySelector("[data-status]");
let said = 0, next = "", timer = 0;
function say(text) {
  next = text;
  if (timer) return;
  timer = setTimeout(() => { timer = 0; said = Date.now(); status.textContent = next; }, Math.max(0, said + SAY_EVERY - Date.now()));
}

// --- cards ----------------------------------------------------------------------------------------------------------
const cardOf = (id) => page.querySelector(`[data-question="${id}"]`);
const textOf = (question) => question.texts[language] ?? question.texts[question.lang];
const langOf = (question) => (question.texts[language] ? language : question.lang);

function showCount(id, [count, version]) {
  if ((counts.get(id) ?? -1) > version) return;
  counts.set(id, version);
  const figure = cardOf(id)?.querySelector("[data-votes]");
  if (figure) figure.textContent = digits.format(count);
  const onAir = region("asked").querySelector(`[data-asked="${id}"]`);
  if (onAir) onAir.dataset.votes = count;
}

function showState(card, question) {
  card.dataset.version = question.v;
  const place = card.querySelector("[data-state]");
  const known = states[question.state];
  if (place && known) {
    place.replaceChildren(Object.assign(document.createElement("span"), { className: `tag ${known.tag}`, textContent: known.words }));
  }
  const button = card.querySelector(".q-votes button");
  if (button) button.disabled = !LISTED.includes(question.state);
}

function showOnAir(question) {
  const place = region("asked");
  const block = page.querySelector("template[data-asked]").content.firstElementChild.cloneNode(true);
  block.dataset.asked = question.id;
  const quote = block.querySelector("blockquote");
  quote.textContent = quote.textContent.replace("{}", () => textOf(question));
  quote.lang = langOf(question);
  const witness = question.to[language] ?? Object.values(question.to)[0];
  const parts = [question.name || words.nobody, question.place, phrase(words.supported, question.supports[0]), witness && words.put_to.replace("{witness}", witness)];
  // Each in Unicode's isolates: a name in another script moves nothing beside it.
  block.querySelector("p.small").textContent = parts.filter(Boolean).map((part) => `\u2068${part}\u2069`).join(" · ");
  place.replaceChildren(block);
  say(`${words.on_air} ${textOf(question)}`);
}

// --- the line above the list ----------------------------------------------------------------------------------------
function showNews(question) {
  const line = page.querySelector("[data-news]");
  if (!line) return;
  const quote = document.createElement("bdi");
  quote.lang = langOf(question);
  quote.textContent = textOf(question);
  line.replaceChildren(`${words.latest} `, quote);
  page.querySelector("[data-show]").textContent = phrase(words.new, fresh.size);
  say(phrase(words.new, fresh.size).replace(/\.$/, ""));
}

function question(frame) {
  const { q } = frame;
  if ((versions.get(q.id) ?? -1) >= q.v) return;
  versions.set(q.id, q.v);
  const card = cardOf(q.id);
  if (card && Number(card.dataset.version) < q.v) showState(card, q);
  showCount(q.id, q.supports);
  const onAir = region("asked").querySelector("[data-asked]");
  if (q.state === "on_air") showOnAir(q);
  else if (onAir?.dataset.asked === q.id) onAir.remove();
  if (!card && LISTED.includes(q.state)) { fresh.set(q.id, q); showNews(q); }
  if (!LISTED.includes(q.state)) fresh.delete(q.id);
}

function event(frame) {
  if (frame.type === "question") question(frame);
  if (frame.type === "gone") { fresh.delete(frame.id); cardOf(frame.id)?.remove(); }
  if (frame.type === "hearing") { say(words.moved); stale(); }
}

// --- reading the page again -----------------------------------------------------------------------------------------
async function read(address) {
  const answer = await fetch(address, { credentials: "same-origin", headers: { Accept: "text/html" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-hearing]");
}

/** Take over what is new everywhere but in the order of the list. */
async function stale() {
  let there;
  try { there = await read(`?questions=${page.dataset.which}&all`); } catch { setTimeout(stale, 3000); return; }
  for (const name of ["state", "asked"]) region(name).replaceChildren(...there.querySelector(`[data-region="${name}"]`).childNodes);
  const listed = new Map([...there.querySelectorAll("[data-question]")].map((card) => [card.dataset.question, card]));
  for (const card of page.querySelectorAll("[data-question]")) {
    const now = listed.get(card.dataset.question);
    listed.delete(card.dataset.question);
    if (now) card.querySelector("[data-votes]").textContent = now.querySelector("[data-votes]").textContent;
    else for (const button of card.querySelectorAll(".q-votes button")) button.disabled = true;
  }
  const isWhole = !page.querySelector(`[data-region="list"] a[href*="all"]`);
  for (const [id, card] of isWhole ? listed : []) {
    const quote = card.querySelector(".q-text");
    fresh.set(id, { id, v: Number(card.dataset.version), lang: quote.lang, texts: { [quote.lang]: quote.textContent } });
    showNews(fresh.get(id));
  }
}

page.addEventListener("click", async (click) => {
  const link = click.target.closest("[data-show]");
  if (!link) return;
  click.preventDefault();
  try {
    const there = await read(link.href);
    region("list").replaceChildren(...there.querySelector('[data-region="list"]').childNodes);
    fresh.clear();
    page.querySelector("[data-show]").focus();
  } catch { location.assign(link.href); }
});

// --- commands: over the socket where there is a pass and a line, else by the form ---------------------------------------
page.addEventListener("submit", (submit) => {
  const card = submit.target.closest("[data-question]");
  const isAsk = submit.target.closest("#ask");
  if (!line.isOpen || !line.canVote || (!card && !isAsk)) return;
  submit.preventDefault();
  if (card) support(submit.target, card);
  else ask(submit.target);
});

async function support(form, card) {
  const value = form.elements.value.value !== "0";
  const answer = await line.send({ t: "support", question: card.dataset.question, value });
  if (answer.t !== "ack") return form.submit();
  const button = form.querySelector("button");
  button.setAttribute("aria-pressed", String(value));
  button.querySelector("path").setAttribute("d", value ? TICK : UP);
  form.elements.value.value = value ? "0" : "1";
  card.querySelector("[data-votes]").textContent = digits.format(answer.count);
}

async function ask(form) {
  const { text, display, name } = form.elements;
  const answer = await line.send({ t: "ask", text: text.value, display: display.value, name: name.value, language });
  if (answer.t !== "ack") return form.submit();
  text.value = "";
  text.dispatchEvent(new Event("input"));
  page.querySelector("[data-sent]").textContent = words.sent;
}

const line = live({
  socket: `/ws/hearings/${page.dataset.hearing}/`,
  tickets: page.dataset.ticket,
  epoch: page.dataset.epoch,
  seq: Number(page.dataset.seq),
  event,
  tick: (changed) => Object.entries(changed).forEach(([id, entry]) => showCount(id, entry)),
  stale,
  line: (isOpen, isNews) => {
    page.dataset.live = isOpen;
    if (!isNews) return;
    const news = page.querySelector("[data-news]");
    if (news) news.textContent = isOpen ? words.back : words.lost;
    say(isOpen ? words.back : words.lost);
  },
});
