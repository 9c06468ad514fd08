// The hub's own script. Every page works without it; with it, hands stay on the keyboard.
import { bell } from "./bell.js";
import { dialogs } from "./dialogs.js";
import { columns } from "./columns.js";
import { lists } from "./lists.js";
import { keys } from "./keys.js";
import { palette } from "./palette.js";
import { presence } from "./presence.js";
import { writing } from "./writing.js";
import { dashboards } from "./dashboards.js";

document.documentElement.classList.add("scripted");

export function say(text) {
  const place = document.getElementById("said");
  const line = document.createElement("p");
  line.textContent = text;
  place.replaceChildren(line);
  setTimeout(() => line.remove(), 6000);
}

dialogs(say);
lists(say);
columns();
keys(say);
palette(say);
presence();
bell(say);
writing(say);
dashboards(say);

// small things: menus that close, the site map on a phone, notices, copying
document.addEventListener("click", (event) => {
  for (const menu of openMenus()) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  const toggle = event.target.closest("[data-toggle]");
  if (toggle) {
    const open = document.getElementById(toggle.dataset.toggle).classList.toggle("open");
    toggle.setAttribute("aria-expanded", String(open));
  }
  event.target.closest("[data-dismiss]")?.closest("[data-notice]").remove();
  const copy = event.target.closest("[data-copy]");
  if (copy) {
    navigator.clipboard?.writeText(copy.dataset.copy).then(() => say(document.body.dataset.copied));
  }
});
// a menu near the edge of the window opens towards its middle
function aside(menu) {
  menu.classList.remove("to-start");
  const list = menu.querySelector(".menu-list");
  if (list && list.getBoundingClientRect().right > document.documentElement.clientWidth) menu.classList.add("to-start");
}
const openMenus = () => document.querySelectorAll("details.menu[open]");
document.addEventListener("toggle", (event) => { if (event.target.matches("details.menu[open]")) aside(event.target); }, true);
window.addEventListener("resize", () => openMenus().forEach(aside));
openMenus().forEach(aside);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.activeElement?.closest("details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
    event.stopPropagation();
  }
});
// the notice of what was done is told once: going back or loading again does not tell it anew
if (document.querySelector("[data-notice]")) {
  const here = new URL(location.href);
  here.searchParams.delete("did");
  history.replaceState(history.state, "", here);
  // the dialog that did it is gone: go on from the notice, whose Undo is one Tab away
  const loose = [null, document.body].includes(document.activeElement);
  if (loose) document.querySelector("[data-notice]").focus({ preventScroll: true });
}
window.addEventListener("offline", () => say(document.body.dataset.offline));
// the session ended: what was typed stays, one signs in beside it and sends it once more
document.body.addEventListener("htmx:responseError", (event) => {
  const form = event.detail.elt.closest("form");
  if (event.detail.xhr.status !== 401 || !form) return;
  form.classList.remove("busy");
  form.querySelector("[data-signed-out-line]")?.remove();
  const line = document.createElement("p");
  line.className = "problem";
  line.setAttribute("role", "alert");
  line.dataset.signedOutLine = "";
  const link = document.createElement("a");
  Object.assign(link, { href: "/sign-in", target: "_blank", rel: "noopener", textContent: document.body.dataset.signIn });
  line.append(`${document.body.dataset.signedOut} `, link);
  form.prepend(line);
  line.scrollIntoView({ block: "nearest" });
});
document.body.addEventListener("htmx:sendError", () => say(document.body.dataset.failed));
