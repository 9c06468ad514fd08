// Lists: choosing rows by mouse, with Shift for a range, and by keyboard.
import { openDialog } from "./dialogs.js";

const rows = () => [...document.querySelectorAll("[data-grid] tbody tr, [data-card]")];
const boxOf = (row) => row.querySelector("[name=on]");
let last = null;

export function at() {
  return document.querySelector("[data-grid] tbody tr.at, [data-card].at");
}

export function move(by) {
  const all = rows();
  if (!all.length) return;
  const here = all.indexOf(at());
  const next = all[Math.max(0, Math.min(all.length - 1, here + by))];
  all[here]?.classList.remove("at");
  next.classList.add("at");
  next.scrollIntoView({ block: "nearest" });
  (next.querySelector(".card-title a, .c-title a, .c-subject a, .c-name a, td a") ?? boxOf(next))?.focus({ preventScroll: true });
}

export function pick(row) {
  const box = row && boxOf(row);
  if (!box) return;
  box.checked = !box.checked;
  box.dispatchEvent(new Event("change", { bubbles: true }));
}

function tell() {
  const form = document.querySelector("[data-selection]");
  if (!form) return;
  const picked = rows().filter((row) => boxOf(row)?.checked);
  for (const row of rows()) row.classList.toggle("picked", Boolean(boxOf(row)?.checked));
  const all = form.querySelector("[data-all]");
  const count = picked.length;
  const bar = form.querySelector("[data-selected]");
  bar.hidden = count === 0 && !all?.checked;
  const words = bar.querySelector("[data-selected-text]");
  words.textContent = words.dataset.selectedText.replace("#", count);
  for (const button of form.querySelectorAll("[data-bulk]")) {
    const enough = all?.checked || count >= Number(button.dataset.fewest);
    button.setAttribute("aria-disabled", String(!enough));
    if (enough) button.removeAttribute("title");
    else button.title = button.dataset.why;
  }
}

export function lists() {
  document.addEventListener("click", (event) => {
    const box = event.target.closest("[data-grid] [name=on]");
    if (!box) return;
    if (event.shiftKey && last) {
      const boxes = rows().map(boxOf);
      const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
      for (const one of boxes.slice(from, to + 1)) one.checked = box.checked;
    }
    last = box;
    tell();
  });
  document.addEventListener("change", (event) => {
    const page = event.target.closest("[data-select-page]");
    if (page) for (const row of rows()) boxOf(row).checked = page.checked;
    const column = event.target.closest("[data-filter-column]");
    if (column) narrow(column);
    if (event.target.closest("[data-selection]")) tell();
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-clear]")) return;
    for (const box of document.querySelectorAll("[data-selection] [type=checkbox]")) box.checked = false;
    tell();
  });
  // a command on the selection opens over the list
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button?.dataset.bulk) return;
    event.preventDefault();
    if (button.getAttribute("aria-disabled") === "true") return;
    const form = event.target;
    const said = new URLSearchParams();
    said.set("next", form.elements.next.value);
    if (form.querySelector("[data-all]")?.checked) said.set("all", form.querySelector("[data-all]").value);
    else for (const row of rows()) if (boxOf(row)?.checked) said.append("on", boxOf(row).value);
    openDialog(`/do/${button.dataset.bulk}?${said}`);
  });
  document.body.addEventListener("htmx:afterSettle", tell);
  const column = document.querySelector("[data-filter-column]");
  if (column) narrow(column);
  tell();
}

// only the conditions and values that the chosen column knows
function narrow(column) {
  const chosen = column.selectedOptions[0];
  const operators = chosen.dataset.operators.split(" ");
  const select = document.getElementById("filter-operator");
  for (const option of select.options) {
    option.hidden = option.disabled = !operators.includes(option.value.replace("not_", ""));
  }
  if (select.selectedOptions[0]?.disabled) select.value = "eq";
  const list = document.querySelector(`[data-choices="${chosen.value}"]`);
  for (const one of document.querySelectorAll("[data-choices]")) one.removeAttribute("id");
  if (list) list.id = "filter-values";
  const value = document.getElementById("filter-value");
  value.type = { date: "date", moment: "datetime-local", number: "number" }[chosen.dataset.kind] ?? "text";
}
