// The command palette: Ctrl-K anywhere, a few letters, Enter.
const place = () => document.getElementById("palette");
const entries = () => [...place().querySelectorAll("[role=option]")];
let asked = 0;
let waiting;

// what is in view: the open record, the selected rows, or the row the keys stand on
function inView() {
  const said = new URLSearchParams();
  const open = document.querySelector("[data-case], [data-record]");
  const list = document.querySelector("[data-selection][data-noun]");
  if (open) {
    said.set("noun", open.dataset.record ?? "case");
    said.append("on", open.dataset.case ?? open.dataset.keyOf);
  } else if (list) {
    said.set("noun", list.dataset.noun);
    const all = list.querySelector("[data-all]");
    const rows = [...list.querySelectorAll("tbody [name=on]:checked")].map((one) => one.value);
    const at = list.querySelector("tr.at");
    if (all?.checked) said.set("all", all.value);
    else if (rows.length) for (const one of rows.slice(0, 50)) said.append("on", one);
    else if (at) said.append("on", at.dataset.key);
  }
  said.set("next", location.pathname + location.search);
  return said;
}

async function fill() {
  const mine = ++asked;
  const said = inView();
  said.set("q", place().querySelector("[data-palette-words]").value);
  let answer;
  try {
    answer = await fetch(`/palette?${said}`, { headers: { "HX-Request": "true" } });
  } catch {
    return document.body.dataset.failed;
  }
  const away = answer.headers.get("HX-Redirect");
  if (away) location.href = away;
  if (!answer.ok || mine !== asked) return;
  const text = await answer.text();
  if (mine !== asked) return;
  place().querySelector("[data-palette-results]").innerHTML = text;
  place().querySelector("[data-palette-told]").textContent =
    document.getElementById("palette-list").dataset.told ?? "";
  choose(entries()[0]);
}

function chosen() {
  return place().querySelector("[role=option][aria-selected=true]");
}

function choose(one) {
  chosen()?.setAttribute("aria-selected", "false");
  const words = place().querySelector("[data-palette-words]");
  if (!one) return words.removeAttribute("aria-activedescendant");
  one.setAttribute("aria-selected", "true");
  words.setAttribute("aria-activedescendant", one.id);
  one.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = entries();
  if (all.length) choose(all[(all.indexOf(chosen()) + by + all.length) % all.length]);
}

function open() {
  const dialog = place();
  if (!dialog || dialog.open || document.querySelector("dialog[open]")) return;
  const words = dialog.querySelector("[data-palette-words]");
  words.value = "";
  dialog.showModal();
  words.focus();
  fill();
}

export function palette(say) {
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      if (place()?.open) place().close();
      else open();
    }
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-palette]") && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      open();
    }
  });
  const dialog = place();
  if (!dialog) return;
  dialog.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(fill, 120);
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") step(1);
    else if (event.key === "ArrowUp") step(-1);
    else if (event.key === "Enter") chosen()?.click();
    else return;
    event.preventDefault();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-palette-close]")) return dialog.close();
    const refused = event.target.closest("[data-why]");
    if (refused) return say(refused.dataset.why);
    // the dialog of a command opens over the page, in place of this one
    if (event.target.closest("a[role=option]") && !event.ctrlKey && !event.metaKey) dialog.close();
  });
  dialog.addEventListener("mousemove", (event) => {
    const one = event.target.closest("[role=option]");
    if (one && one !== chosen()) choose(one);
  });
}
