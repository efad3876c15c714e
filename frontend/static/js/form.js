// Small help for forms. Every form works without it.

// 1. After an error the summary gets the focus, and its links lead straight into the fields.
const problem = document.querySelector("[data-problem]");
if (problem) {
  // The browser's own autofocus comes first; this is for browsers that do not know it. It takes the focus from nobody.
  setTimeout(() => { if (document.activeElement === document.body) problem.focus(); }, 100);
  problem.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    field.scrollIntoView({ block: "center" });
    field.focus({ preventScroll: true });
  });
}

// 2. A text area says how much room is left, in the page's own digits; aloud only after a pause.
const digits = new Intl.NumberFormat(document.documentElement.dataset.locale || undefined);
for (const line of document.querySelectorAll("[data-count-for]")) {
  const area = document.getElementById(line.dataset.countFor);
  const limit = Number(line.dataset.limit);
  if (!area || !limit) continue;
  const aloud = document.createElement("span");
  aloud.className = "sr";
  aloud.setAttribute("aria-live", "polite");
  line.after(aloud);
  let pause;
  const count = () => {
    const left = limit - [...area.value].length;
    const words = left < 0 ? line.dataset.over.replace("{over}", digits.format(-left)) : line.dataset.words.replace("{left}", digits.format(left));
    line.textContent = words;
    clearTimeout(pause);
    pause = setTimeout(() => { aloud.textContent = words; }, 1000);
  };
  area.addEventListener("input", count);
  if (area.value) count();
}

// 3. What was typed survives a closed page, in this tab only, until the form has been sent.
for (const form of document.querySelectorAll("form[data-draft]")) {
  const key = `draft:${form.dataset.draft}`;
  const fields = () => [...form.elements].filter((e) => e.matches("textarea, input[type=text], select") && e.name);
  const read = () => { try { return JSON.parse(sessionStorage.getItem(key)) || {}; } catch { return {}; } };
  const kept = read();
  for (const field of fields()) if (!field.value && kept[field.name]) field.value = kept[field.name];
  form.addEventListener("input", () => {
    try {
      sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(fields().map((f) => [f.name, f.value]))));
    } catch { /* storage is full or closed: the page works on */ }
  });
  form.addEventListener("submit", () => sessionStorage.removeItem(key));
}
