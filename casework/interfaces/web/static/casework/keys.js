// Shortcuts: single letters while nobody types, all shown on the sheet under "?".
import { openDialog } from "./dialogs.js";
import { at, move, pick } from "./lists.js";

const GO = { c: "/cases", d: "/dashboards", q: "/queues", a: "/activities", h: "/" };
let going = 0;

const typing = (target) => target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
const command = (name) => document.querySelector(`[data-operation="${name}"], [data-bulk="${name}"]`);
const press = (selector) => document.querySelector(selector)?.click();

const KEYS = {
  "?": () => document.getElementById("shortcuts").showModal(),
  "/": () => document.querySelector("[data-key=search]")?.focus(),
  c: () => press("[data-key=new]"),
  j: () => move(1),
  k: () => move(-1),
  x: () => pick(at()),
  " ": () => openDialog(at().dataset.peek),
  r: () => (command("case.resolve") ?? command("case.reopen"))?.click(),
  a: () => command("case.assign")?.click(),
  m: () => (command("case.merge") ?? document.querySelector("[data-key=merge]"))?.click(),
  n: () => document.querySelector("[data-key=note]")?.focus(),
  e: () => document.querySelector("#case-form input:not([type=hidden])")?.focus(),
  u: () => press("[data-key=undo]"),
  ".": () => press("[data-copy]"),
  g: () => { going = Date.now(); },
};

// a key that was chosen otherwise means what the usual one means, which then means nothing
function meant(key) {
  const chosen = JSON.parse(document.body.dataset.keys ?? "{}");
  if (key in chosen) return chosen[key];
  return Object.values(chosen).includes(key) ? "" : key;
}

export function keys() {
  document.addEventListener("keydown", (event) => {
    const key = event.key;
    if ((event.ctrlKey || event.metaKey) && key === "s") {
      const form = document.getElementById("case-form");
      if (form) { event.preventDefault(); form.requestSubmit(); }
      return;
    }
    if ((event.ctrlKey || event.metaKey) && key === "Enter") {
      const form = event.target.closest("form");
      if (form) { event.preventDefault(); form.querySelector("[data-confirm], [data-send], [type=submit]")?.click(); }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (document.body.dataset.shortcuts === "off") return;
    if (document.querySelector("dialog[open]")) return;
    if (Date.now() - going < 1500 && GO[key]) { location.href = GO[key]; return; }
    if (key === " " && (!at()?.dataset.peek || event.target.closest("input, button, summary"))) return;
    const usual = meant(key);
    if (KEYS[usual]) { event.preventDefault(); KEYS[usual](); }
  });
}
