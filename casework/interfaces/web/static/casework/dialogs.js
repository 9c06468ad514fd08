// Dialogs: a link to a dialog opens it over the page; its preview follows what is chosen in it.
const place = () => document.getElementById("dialog");

export function openDialog(address) {
  return htmx.ajax("GET", address, { target: "#dialog", swap: "innerHTML" }).then(show);
}

const shown = new WeakSet(); // once: what was left in its first moment does not open again

function show() {
  const dialog = place();
  const inner = dialog.querySelector("[data-dialog-inner]");
  if (!inner || (shown.has(inner) && !dialog.open)) return;
  shown.add(inner);
  for (const menu of document.querySelectorAll("details.menu[open]")) menu.open = false;
  if (!dialog.open) dialog.showModal();
  prepare(dialog);
}

const prepared = new WeakSet(); // once: hands that are in a field already are not moved out of it

function prepare(dialog) {
  const form = dialog.querySelector("form");
  if (!form || prepared.has(form)) return;
  prepared.add(form);
  const wrong = form.querySelector("[aria-invalid=true]");
  const typed = form.querySelector("textarea, select, input:not([type=hidden], [type=radio])");
  // what cannot be wished back is never one press away
  const safe = form.querySelector(".danger") && form.querySelector("footer [data-close]");
  const first = wrong ?? typed ?? form.querySelector("[type=radio]") ?? safe ?? form.querySelector(".primary");
  first?.focus();
  for (const one of dialog.querySelectorAll("form")) needs(one);
  form.querySelector("[data-swap]")?.removeAttribute("hidden");
}

// A button that needs a choice first says so instead of doing nothing.
function needs(form) {
  const button = form.querySelector("[data-needs]");
  if (!button) return;
  const chosen = form.querySelector(`[name="${button.dataset.needs}"]:checked`);
  button.setAttribute("aria-disabled", String(!chosen));
  if (chosen) button.removeAttribute("title");
  else button.title = button.dataset.why;
}

let waiting = null; // the preview that is being asked for
let known = () => {}; // tells those who wait for it
let turn = 0;
let timer;
function foresee(form) {
  clearTimeout(timer);
  known(); // whoever waits goes on waiting for the newer one
  const mine = ++turn;
  waiting = new Promise((tell) => { known = tell; });
  timer = setTimeout(() => ask(form, mine).finally(() => { if (mine === turn) nothingToCome(); }), 200);
}

function nothingToCome() {
  clearTimeout(timer);
  turn += 1; // an answer still on its way is not shown any more
  waiting = null;
  known();
}

async function ask(form, mine) {
  const said = new FormData(form);
  said.set("step", "preview");
  said.delete("fingerprint");
  const answer = await fetch(form.action, {
    method: "POST",
    body: said,
    headers: { "HX-Request": "true", "X-CSRFToken": said.get("csrfmiddlewaretoken") },
  });
  if (answer.status === 401) return; // the session ended: what is shown stays, confirming says so
  const text = await answer.text();
  const spot = form.querySelector("[data-foretold]");
  if (mine !== turn || !spot || text.includes("data-dialog-inner")) return;
  spot.innerHTML = text;
  form.querySelectorAll(":scope > .problem").forEach((one) => one.remove());
  if (!spot.querySelector(".problem")) form.querySelector(":scope > .ways")?.remove();
}

async function foreseen() {
  while (waiting) await waiting;
}

export function dialogs(say) {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-dialog]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
      event.preventDefault();
      openDialog(link.href);
      return;
    }
    if (event.target.closest("[data-close]") && place().open) {
      event.preventDefault();
      place().close();
    }
    const swap = event.target.closest("[data-swap]");
    if (swap) {
      const radios = [...swap.form.querySelectorAll("[name=into]")];
      const other = radios.find((one) => !one.checked) ?? radios[0];
      other.checked = true;
      other.dispatchEvent(new Event("change", { bubbles: true }));
    }
    const opener = event.target.closest("[data-open]");
    if (opener) document.getElementById(opener.dataset.open).showModal();
    const halted = event.target.closest("button[aria-disabled=true]");
    if (halted?.dataset.why) {
      event.preventDefault();
      say(halted.dataset.why);
    }
  });
  document.addEventListener("change", (event) => {
    const form = event.target.closest(".dialog-form");
    if (form) needs(form);
  });
  document.addEventListener("input", (event) => {
    const form = event.target.closest("[data-dialog-form]");
    if (form && form.querySelector("[data-foretold]")) foresee(form);
  });
  // what is confirmed is what was shown: a preview that is still on its way is waited for
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-dialog-form]");
    if (!form || !waiting) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = event.submitter;
    foreseen().then(() => (button?.isConnected ? button.click() : form.requestSubmit()));
  }, true);
  document.body.addEventListener("htmx:afterSettle", (event) => {
    if (place()?.contains(event.target) || event.target === place()) show();
  });
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (!event.detail.elt.matches?.("[data-dialog-form]")) return;
    nothingToCome(); // what is being done needs no foretelling any more
    event.detail.elt.classList.add("busy");
  });
}
