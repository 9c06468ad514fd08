// Dashboards: choosing slices without loading the page anew, Bulk select, charts as pictures.
import { openDialog } from "./dialogs.js";

const board = () => document.getElementById("dashboard");

// another part of the address in place: the frame, the scroll and the focus stay
async function narrow(address, focus) {
  const place = board();
  place.setAttribute("aria-busy", "true");
  const answer = await fetch(address, { headers: { Accept: "text/html" } }).catch(() => null);
  const next = answer && new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("dashboard");
  if (!next) { location.href = address; return; }
  const opened = [...place.querySelectorAll(".chart-data[open]")].map((one) => one.closest("[data-chart]").dataset.chart);
  place.replaceWith(next);
  for (const name of opened) next.querySelector(`[data-chart="${name}"] .chart-data`)?.setAttribute("open", "");
  ready();
  (document.getElementById(focus) ?? document.getElementById("dashboard-title")).focus({ preventScroll: true });
  return [...next.querySelectorAll(".tile")].map((one) => `${one.lastElementChild.textContent}: ${one.firstElementChild.textContent}`).join(", ");
}

// for those who listen; everybody else sees it
function quietly(text) {
  document.getElementById("dashboard-said").textContent = text;
}

function ready() {
  for (const link of board()?.querySelectorAll("[data-png]") ?? []) link.hidden = false;
  for (const stream of document.querySelectorAll("[data-stream]")) tell(stream);
}

// what may be done with the cards that are selected, and why not the rest
function tell(stream) {
  const boxes = [...stream.querySelectorAll(".card-pick")];
  const picked = boxes.filter((one) => one.checked);
  for (const one of boxes) one.closest("[data-card]").classList.toggle("picked", one.checked);
  const active = picked.filter((one) => one.closest("[data-active]")).length;
  const spot = stream.querySelector("[data-picked]");
  if (!spot) return;
  spot.textContent = picked.length || "";
  for (const button of stream.querySelectorAll("[data-stream-command]")) {
    const enough = active >= Number(button.dataset.fewest) && active === picked.length;
    button.setAttribute("aria-disabled", String(!enough));
    button.querySelector(".reason").hidden = enough;
  }
}

// SVG to PNG by way of a canvas, at twice the size
async function png(link, say) {
  const text = await (await fetch(link.href)).text();
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = picture.naturalWidth * 2;
  canvas.height = picture.naturalHeight * 2;
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => {
    if (!blob) { say(document.body.dataset.failed); return; }
    const save = document.createElement("a");
    save.href = URL.createObjectURL(blob);
    save.download = `${link.dataset.png}.png`;
    save.click();
    setTimeout(() => URL.revokeObjectURL(save.href), 10_000);
  }, "image/png");
}

export function dashboards(say) {
  if (!board()) return;
  const go = async (address, focus) => {
    const told = await narrow(address, focus);
    if (told === undefined) return;
    history.pushState({ dashboard: true }, "", address);
    quietly(told);
  };
  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    const link = event.target.closest("a[data-narrow]");
    const address = link?.getAttribute("href");
    if (link) { event.preventDefault(); go(address, link.id || link.dataset.focus); return; }
    const picture = event.target.closest("[data-png]");
    if (picture) { event.preventDefault(); png(picture, say).catch(() => say(document.body.dataset.failed)); }
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-narrow-form]")) {
      event.preventDefault();
      const said = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
      go(`${form.getAttribute("action")}?${said}`, form.dataset.focus);
    }
    const button = event.submitter;
    if (!button?.dataset.streamCommand) return;
    event.preventDefault();
    if (button.getAttribute("aria-disabled") === "true") return;
    const said = new URLSearchParams([...new FormData(form)].filter(([name]) => name === "on" || name === "next"));
    form.querySelector(".more-actions").open = false;
    openDialog(`/do/${button.dataset.streamCommand}?${said}`);
  });
  document.addEventListener("change", (event) => {
    const stream = event.target.closest("[data-stream]");
    if (!stream) return;
    if (event.target.matches("[data-bulk-select]") && !event.target.checked) {
      for (const one of stream.querySelectorAll(".card-pick")) one.checked = false;
    }
    tell(stream);
    const count = stream.querySelectorAll(".card-pick:checked").length;
    if (event.target.matches(".card-pick")) quietly(document.getElementById("dashboard-said").dataset.selected.replace("#", count));
  });
  let last = null; // Shift takes the cards between
  document.addEventListener("click", (event) => {
    const box = event.target.closest?.(".card-pick");
    if (!box) return;
    const boxes = [...box.closest("[data-stream]").querySelectorAll(".card-pick")];
    if (event.shiftKey && boxes.includes(last)) {
      const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
      for (const one of boxes.slice(from, to + 1)) one.checked = box.checked;
      tell(box.closest("[data-stream]"));
    }
    last = box;
  });
  window.addEventListener("popstate", () => narrow(location.href, "dashboard-title"));
  ready();
}
