// Sorts the tables of a page by a column, and leaves columns out. Tables that
// stand below each other have the same columns, and do it together.
(function () {
  "use strict";

  const script = document.currentScript;
  const tables = [...document.querySelectorAll("table.soa, table.register")];
  const heads = (table) => [...table.tHead.rows[0].cells];
  if (!tables.length || tables.some((table) => heads(table).length !== heads(tables[0]).length)) return;

  const before = new Map(); // the order in which the page has its rows
  tables.forEach((table) => [...table.tBodies[0].rows].forEach((row, i) => before.set(row, i)));
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const key = (row, column) => row.cells[column].dataset.key || row.cells[column].textContent.trim();

  // sort puts the rows in the order of a column: what is empty comes last, and
  // an order of nothing is that of the page.
  function sort(column, order) {
    const sign = order === "descending" ? -1 : 1;
    tables.forEach((table) => {
      const rows = [...table.tBodies[0].rows].map((row) => [row, key(row, column)]);
      rows.sort(([a, x], [b, y]) => (order && (!x - !y || sign * collator.compare(x, y))) || before.get(a) - before.get(b));
      table.tBodies[0].append(...rows.map(([row]) => row));
      heads(table).forEach((head, i) => { head.ariaSort = order && i === column ? order : null; });
    });
  }

  tables.forEach((table) => heads(table).forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sort(column, { ascending: "descending", descending: "" }[head.ariaSort] ?? "ascending"));
  }));

  // columns offers all of them but those that say what a row is about.
  function columns() {
    const first = tables[0].tBodies[0].rows[0];
    const named = [...first.cells].findIndex((cell) => cell.matches("th")) + 1;
    const box = document.createElement("details");
    box.className = "chooser";
    box.append(Object.assign(document.createElement("summary"), { textContent: script.dataset.columns }));
    heads(tables[0]).forEach((head, column) => {
      if (column < named) return;
      const label = document.createElement("label"), input = document.createElement("input");
      Object.assign(input, { type: "checkbox", checked: true });
      input.addEventListener("change", () => tables.forEach((table) => {
        for (const row of table.rows) row.cells[column].hidden = !input.checked;
      }));
      label.append(input, " ", head.textContent);
      box.append(label);
    });
    tables[0].parentElement.before(box);
    return box;
  }

  const box = columns();
  const heading = box.previousElementSibling;
  if (heading?.matches("h3")) heading.before(box); // it is of all tables, and not of the first
})();
