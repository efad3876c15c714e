// On a clause's page: when another piece of the clause is chosen, its words stand in the field for other wording,
// unless something was changed there already. Without this script the links "Comment on (2)" do the same.
const on = document.querySelector("#id_on");
const wording = document.querySelector("#id_wording");
const wordingOf = document.querySelector("#id_wording_of");

const wordsOf = (code) => [...on.options].find((option) => option.value === code)?.dataset.words ?? "";
const squeezed = (text) => text.trim().replace(/\s+/g, " ");

if (on instanceof HTMLSelectElement && wording && wordingOf) {
  on.addEventListener("change", () => {
    if (squeezed(wording.value) !== squeezed(wordsOf(wordingOf.value))) return;
    wording.value = wordsOf(on.value);
    wordingOf.value = on.value;
    wording.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
