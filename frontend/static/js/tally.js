// The count of an open petition, read again while somebody looks. The server says by Poll-After how long to wait:
// the more people look, the longer. Without this script the page shows the count it came with.
const place = document.querySelector("[data-tally]");
const figure = place?.querySelector(".count b");
const USUAL = 10;
const LONGEST = 300;

if (figure) {
  const written = new Intl.NumberFormat(document.documentElement.dataset.locale);
  let wait = USUAL;
  const later = () => setTimeout(look, wait * 1000);
  const look = async () => {
    if (document.hidden) return document.addEventListener("visibilitychange", look, { once: true });
    const answer = await fetch(place.dataset.tally, { cache: "no-cache", credentials: "omit" }).catch(() => null);
    const told = answer?.ok ? await answer.json().catch(() => null) : null;
    const count = told?.data?.attributes?.signature_count;
    wait = count === undefined ? Math.min(wait * 2, LONGEST) : Number(answer.headers.get("Poll-After")) || USUAL;
    later();
    if (count !== undefined) figure.textContent = written.format(count);
  };
  later();
}
