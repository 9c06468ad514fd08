// Columns: their order in the panel that chooses them, and their widths at the edges of their heads.
const LEAST = 20;
const MOST = 2000;
const STEP = 16;

export function columns() {
  edges();
  document.body.addEventListener("htmx:afterSettle", edges);
  // a column goes up or down where it stands; the address follows when all are shown
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    event.preventDefault();
    const one = button.closest("[data-column]");
    const other = button.dataset.move === "up" ? one.previousElementSibling : one.nextElementSibling;
    if (!other?.querySelector("[name=column]").checked) return;
    if (button.dataset.move === "up") other.before(one);
    else other.after(one);
    button.focus();
  });
  document.addEventListener("change", (event) => {
    const box = event.target.closest("[data-column] [name=column]");
    if (!box?.checked) return;
    const one = box.closest("[data-column]");
    const chosen = [...one.parentElement.children].filter(
      (each) => each !== one && each.querySelector("[name=column]").checked,
    );
    if (chosen.length) chosen.at(-1).after(one);
    else one.parentElement.prepend(one);
    box.focus();
  });
}

function edges() {
  for (const table of document.querySelectorAll("table[data-edge]")) {
    for (const col of table.querySelectorAll("col[data-col]")) {
      const head = headOf(table, col);
      if (!head || head.querySelector(".edge")) continue;
      const edge = document.createElement("span");
      edge.className = "edge";
      edge.tabIndex = 0;
      edge.setAttribute("role", "separator");
      edge.setAttribute("aria-orientation", "vertical");
      edge.setAttribute("aria-label", table.dataset.edge.replace("#", head.textContent.trim()));
      edge.setAttribute("aria-valuemin", LEAST);
      edge.setAttribute("aria-valuemax", MOST);
      edge.setAttribute("aria-valuenow", Math.round(head.offsetWidth));
      edge.addEventListener("pointerdown", (event) => drag(event, table, col, edge));
      edge.addEventListener("keydown", (event) => press(event, table, col, edge));
      head.append(edge);
    }
  }
}

function headOf(table, col) {
  return table.tHead.rows[0].cells[[...col.parentElement.children].indexOf(col)];
}

function drag(event, table, col, edge) {
  event.preventDefault();
  edge.setPointerCapture(event.pointerId);
  const from = event.clientX;
  const width = headOf(table, col).offsetWidth;
  const turn = getComputedStyle(table).direction === "rtl" ? -1 : 1;
  const follow = (moved) => size(table, col, edge, width + turn * (moved.clientX - from));
  edge.addEventListener("pointermove", follow);
  const end = () => {
    edge.removeEventListener("pointermove", follow);
    keep();
  };
  edge.addEventListener("lostpointercapture", end, { once: true });
}

function press(event, table, col, edge) {
  const by = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
  if (!by) return;
  event.preventDefault();
  event.stopPropagation();
  size(table, col, edge, headOf(table, col).offsetWidth + by);
  keep();
}

function size(table, col, edge, wanted) {
  const width = Math.round(Math.max(LEAST, Math.min(MOST, wanted)));
  col.width = width;
  const at = [...col.parentElement.children].indexOf(col);
  for (const row of table.rows) row.cells[at]?.classList.add("sized");
  edge.setAttribute("aria-valuenow", width);
}

// the widths go into the address and into all that says it again; nothing is loaded anew
function keep() {
  const said = [...document.querySelectorAll("col[data-col][width]")].map((col) => `${col.dataset.col}:${col.width}`).join(",");
  const put = (address) => {
    const to = new URL(address, location.href);
    to.searchParams.set("widths", said);
    return to.pathname + to.search;
  };
  history.replaceState(history.state, "", put(location.href));
  for (const link of document.querySelectorAll("#rows thead a, .pages a, .chips a, #export a")) link.setAttribute("href", put(link.href));
  const query = document.getElementById("list-query");
  if (query) query.value = put(`?${query.value}`).split("?")[1];
  for (const form of document.querySelectorAll("[data-kept]")) {
    let input = form.elements.namedItem("widths");
    if (!input) {
      input = Object.assign(document.createElement("input"), { type: "hidden", name: "widths" });
      form.append(input);
    }
    input.value = said;
  }
  const next = document.querySelector("[data-selection] [name=next]");
  if (next) next.value = location.pathname + location.search;
  for (const col of document.querySelectorAll("col[data-col][width]")) {
    const select = document.getElementsByName(`width.${col.dataset.col}`)[0];
    if (!select) continue;
    if (![...select.options].some((one) => one.value === col.width)) select.add(new Option(`${col.width} px`, col.width));
    select.value = col.width;
  }
}
