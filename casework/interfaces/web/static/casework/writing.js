// Writing: drafts that survive a closed tab, files by drop or paste, and a guard for what is unsaved.
export function writing(say) {
  composer();
  guard(say);
  lookups();
}

function composer() {
  const form = document.querySelector("[data-composer]");
  if (!form) return;
  const place = `draft:${form.dataset.draft}`;
  const state = form.querySelector("[data-draft-state]");
  const names = ["kind", "subject", "description", "minutes", "sender", "recipients", "starts_at", "due_at"];
  // what was typed last, in this browser or in another
  let local = JSON.parse(localStorage.getItem(place) ?? "null");
  // it was sent and has arrived: the address tells what was done with it
  if (local?.sent && new URL(location.href).searchParams.has("did")) {
    localStorage.removeItem(place);
    local = null;
  }
  const remote = JSON.parse(form.dataset.kept || "null");
  const begun = form.elements.description.value;
  const kept = begun ? null : (remote?.at ?? 0) > (local?.at ?? 0) ? remote : local;
  if (kept) for (const name of names) if (kept[name] && form.elements[name]) form.elements[name].value = kept[name];
  const only = () => {
    for (const part of form.querySelectorAll("[data-for]")) {
      part.hidden = !part.dataset.for.split(" ").includes(form.elements.kind.value);
    }
  };
  only();
  form.addEventListener("change", only);
  let keeping;
  const keep = (values) => {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.set("place", `compose:${form.dataset.draft}`);
    body.set("values", JSON.stringify(values));
    return fetch("/drafts", { method: "POST", body }).catch(() => {});
  };
  // a quick text comes in where the cursor stands
  form.addEventListener("click", (event) => {
    const quick = event.target.closest("[data-quick]");
    if (!quick) return;
    event.preventDefault();
    const field = form.elements.description;
    field.setRangeText(quick.dataset.quick, field.selectionStart, field.selectionEnd, "end");
    quick.closest("details").open = false;
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  form.addEventListener("input", () => {
    const said = Object.fromEntries(names.map((name) => [name, form.elements[name]?.value]));
    if (said.description || said.subject) localStorage.setItem(place, JSON.stringify({ ...said, at: Date.now() }));
    else localStorage.removeItem(place);
    state.textContent = "";
    clearTimeout(keeping);
    keeping = setTimeout(() => keep(said), 1500);
  });
  form.addEventListener("submit", () => {
    clearTimeout(keeping);
    const typed = JSON.parse(localStorage.getItem(place) ?? "null");
    if (typed) localStorage.setItem(place, JSON.stringify({ ...typed, sent: true }));
  });
  const files = form.elements.files;
  const list = form.querySelector("[data-files]");
  const tell = () => { list.textContent = [...files.files].map((one) => one.name).join(", "); };
  files.addEventListener("change", tell);
  const take = (event, some) => {
    if (!some?.length) return;
    event.preventDefault();
    const all = new DataTransfer();
    for (const one of [...files.files, ...some]) all.items.add(one);
    files.files = all.files;
    tell();
  };
  form.addEventListener("paste", (event) => take(event, event.clipboardData?.files));
  form.addEventListener("dragover", (event) => { event.preventDefault(); form.querySelector("[data-drop]").classList.add("over"); });
  form.addEventListener("dragleave", () => form.querySelector("[data-drop]").classList.remove("over"));
  form.addEventListener("drop", (event) => { form.querySelector("[data-drop]").classList.remove("over"); take(event, event.dataTransfer?.files); });
}

function guard() {
  const form = document.querySelector("[data-guard]");
  if (!form) return;
  const state = () => new URLSearchParams(new FormData(form)).toString();
  const was = state();
  let sending = false;
  form.addEventListener("submit", () => { sending = true; });
  window.addEventListener("beforeunload", (event) => {
    if (!sending && state() !== was) event.preventDefault();
  });
}

// a field for a record suggests names as one types; without it a number or a name does as well
function lookups() {
  let count = 0;
  document.addEventListener("input", async (event) => {
    const field = event.target.closest("[data-lookup]");
    if (!field || field.readOnly) return;
    const mine = ++count;
    const text = field.value.trim();
    if (text.length < 1) return;
    await new Promise((done) => setTimeout(done, 150));
    if (mine !== count) return;
    const answer = await fetch(`/lookup/${field.dataset.lookup}?q=${encodeURIComponent(text)}`);
    if (!answer.ok || mine !== count) return;
    let list = document.getElementById(field.getAttribute("list"));
    if (!list) {
      list = document.createElement("datalist");
      list.id = `l-${field.id}`;
      field.after(list);
      field.setAttribute("list", list.id);
    }
    list.replaceChildren(...(await answer.json()).map((one) => {
      const option = document.createElement("option");
      option.value = one.value;
      option.label = one.label;
      return option;
    }));
  });
}
