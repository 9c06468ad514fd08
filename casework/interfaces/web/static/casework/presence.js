// Presence: while the page of a case is seen, say that one is here; hear who else is.
const EVERY = 20000;

export function presence() {
  const place = document.querySelector("[data-presence]");
  if (!place) return;
  const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  const article = place.closest("[data-version]");
  let writes = false;
  let told = "";
  const said = () => {
    const form = new FormData();
    form.set("csrfmiddlewaretoken", token());
    form.set("version", article.dataset.version);
    form.set("editing", String(writes));
    return form;
  };
  const ask = async () => {
    if (document.visibilityState !== "visible") return;
    try {
      const answer = await fetch(place.dataset.presence, { method: "POST", body: said(), headers: { "HX-Request": "true" } });
      if (answer.status !== 200) return;
      const text = await answer.text();
      // the same again is not said again to those who listen
      if (text !== told) place.innerHTML = told = text;
    } catch { /* offline: the page says so elsewhere */ }
  };
  article.addEventListener("input", () => {
    if (writes) return;
    writes = true;
    ask();
  });
  ask();
  setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", ask);
  window.addEventListener("pagehide", () => {
    const form = said();
    form.set("gone", "1");
    navigator.sendBeacon(place.dataset.presence, form);
  });
}
