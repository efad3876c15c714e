// While one writes what should happen, petitions that ask for something like it stand below the field.
// Without this script the next page shows them.
const place = document.querySelector("[data-similar]");
const field = place && document.getElementById(place.dataset.similarFor);
const WAIT = 600;
const SHORTEST = 10;

if (place && field) {
  const said = document.createElement("p");
  said.className = "sr";
  said.setAttribute("aria-live", "polite");
  place.before(said);
  let pause;
  let asked = 0;
  const show = async () => {
    const text = field.value.trim();
    const turn = ++asked;
    if (text.length < SHORTEST) return place.replaceChildren();
    const answer = await fetch(place.dataset.similar, { method: "POST", body: new FormData(field.form) }).catch(() => null);
    if (!answer?.ok || turn !== asked) return; // offline, too many, or something newer was typed
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    place.replaceChildren(...page.body.childNodes);
    said.textContent = place.querySelector("[data-words]")?.dataset.words ?? ""; // aloud: how many, not all of them
  };
  field.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(show, WAIT);
  });
}
