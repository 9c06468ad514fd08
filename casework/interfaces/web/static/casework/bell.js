// The bell: how much is new, asked for every half minute while the page is seen.
const EVERY = 30000;

export function bell(say) {
  const place = document.querySelector("[data-bell-count]");
  if (!place) return;
  let told = null;
  const ask = async () => {
    if (document.visibilityState !== "visible") return;
    try {
      const answer = await fetch("/bell/count", { headers: { "HX-Request": "true" } });
      if (answer.status !== 200) return;
      const text = (await answer.text()).trim();
      if (text === told) return;
      place.innerHTML = text;
      // what was there when the page came is no news
      if (told !== null && text) say(place.querySelector(".visually-hidden").textContent);
      told = text;
    } catch { /* offline: the page says so elsewhere */ }
  };
  ask();
  setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", ask);
}
