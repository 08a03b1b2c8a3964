// What the pages can do beyond being read: switch between light and dark, filter
// tables, and search. Nothing is needed to read them.
(function () {
  "use strict";

  const root = document.documentElement;
  const here = document.currentScript.src;

  // Storage may be forbidden, on file:// for example; then a choice holds for one page.
  function stored() {
    try { return localStorage.getItem("theme"); } catch { return null; }
  }
  function store(theme) {
    try { localStorage.setItem("theme", theme); } catch { /* the choice is not kept */ }
  }

  const system = matchMedia("(prefers-color-scheme: dark)");
  const chosen = stored();
  if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;

  function isDark() {
    return root.dataset.theme ? root.dataset.theme === "dark" : system.matches;
  }

  function themeSwitch() {
    const button = document.querySelector("button.theme");
    if (!button) return;
    const name = () => { button.textContent = button.dataset[isDark() ? "light" : "dark"]; };
    name();
    button.hidden = false;
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      store(root.dataset.theme);
      name();
    });
    system.addEventListener("change", name);
  }

  // filter hides the rows and records that do not hold every word typed, and
  // what is left without a row.
  function filter() {
    const box = document.querySelector(".filter");
    const rows = () => [...document.querySelectorAll(".register tbody tr, .soa tbody tr, .record")];
    if (!box || rows().length < 8) return;
    box.hidden = false;
    const input = box.querySelector("input");
    const count = box.querySelector("[role=status]");
    const tables = [...document.querySelectorAll("table.register, table.soa")];
    input.addEventListener("input", () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0, total = 0;
      for (const row of rows()) {
        const text = row.textContent.toLowerCase();
        row.hidden = !words.every((word) => text.includes(word));
        if (!row.matches("tr")) continue;
        total++;
        if (!row.hidden) shown++;
      }
      tables.forEach((table) => {
        const empty = !table.querySelector("tbody tr:not([hidden])");
        const scroll = table.parentElement;
        scroll.hidden = empty;
        const heading = scroll.previousElementSibling;
        if (heading?.matches("h2, h3")) heading.hidden = empty;
      });
      count.textContent = words.length ? shown.toLocaleString(root.lang) + " / " + total.toLocaleString(root.lang) : "";
    });
  }

  // follow marks in the contents what is being read: the last heading above
  // the upper third of the window, or the last of all at the end of the page.
  function follow() {
    const contents = document.querySelector(".contents");
    const read = [...document.querySelectorAll(".contents a")].map((link) => [link, document.getElementById(decodeURIComponent(link.hash.slice(1)))]).filter((pair) => pair[1]);
    if (!read.length) return;
    let current = null, waiting = false;
    const mark = () => {
      waiting = false;
      const above = read.filter((pair) => pair[1].getBoundingClientRect().top < innerHeight / 3);
      const end = scrollY > 0 && scrollY + innerHeight >= root.scrollHeight - 2;
      const link = (end ? read.at(-1) : above.at(-1) || [null])[0];
      if (link === current) return;
      if (current) current.ariaCurrent = null;
      current = link;
      if (!link) return;
      link.ariaCurrent = "true";
      if (contents.scrollHeight > contents.clientHeight) contents.scrollTop = link.offsetTop - contents.clientHeight / 2;
    };
    addEventListener("scroll", () => {
      if (!waiting) requestAnimationFrame(mark);
      waiting = true;
    }, { passive: true });
    mark();
  }

  // search loads search.js when it is first wanted, which then does the rest.
  function search() {
    const link = document.querySelector("a.find");
    const button = document.querySelector("button.find");
    if (!link || !button) return;
    const script = document.createElement("script");
    script.src = new URL("search.js", here);
    script.onerror = () => location.assign(link.href); // which says what to do without
    const load = () => document.head.append(script);
    button.addEventListener("click", load, { once: true });
    addEventListener("keydown", (e) => {
      if (!(e.ctrlKey || e.metaKey) || e.altKey || e.shiftKey || e.key.toLowerCase() !== "k") return;
      e.preventDefault();
      button.click();
    });
    const key = button.querySelector("kbd");
    if (key && /Mac|iPhone|iPad/.test(navigator.platform)) key.textContent = "\u2318 K";
    link.hidden = true;
    button.hidden = false;
    if (document.querySelector(".search-page")) load();
  }

  // anchors copy the address of the heading that they lead to. Browsers allow that
  // only to pages that nobody can have changed on their way: elsewhere the address
  // is in the bar.
  function anchors() {
    const said = document.querySelector(".said");
    addEventListener("click", (e) => {
      const anchor = e.target.closest(".anchor");
      if (!anchor || !said || !navigator.clipboard) return;
      navigator.clipboard.writeText(anchor.href).then(() => {
        said.textContent = said.dataset.copied;
        setTimeout(() => { said.textContent = ""; }, 4000);
      }, () => {});
    });
  }

  // paper shows the buttons that print.
  function paper() {
    document.querySelectorAll("button.print").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => print());
    });
  }

  addEventListener("DOMContentLoaded", () => {
    themeSwitch();
    filter();
    follow();
    anchors();
    paper();
    search();
  });
})();
