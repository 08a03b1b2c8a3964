// Searches the site, from a folder too: the index is scripts, loaded as a search
// comes to them, as package search says.
(function () {
  "use strict";

  const assets = new URL(".", document.currentScript.src).href;
  const page = document.querySelector(".search-page"); // holds the box itself
  const dialog = document.querySelector("dialog.search");
  const box = dialog.querySelector("[role=search]");
  const [input, status, kinds, list, more] = ["input", "[role=status]", "fieldset", "ol", ".more"].map((part) => box.querySelector(part));
  const words = box.dataset; // of the interface
  const digits = (n) => n.toLocaleString(document.documentElement.lang);

  // Loading.

  const stale = new Error("the index was made anew");
  const loaded = new Map(); // by name: promises of what scripts hold
  let version = "", said = [];

  window.annexaSearch = (...data) => { said = data; };

  function load(name, read = (data) => data) {
    if (!loaded.has(name)) loaded.set(name, new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = assets + "search/" + (name || "index") + ".js" + (version && "?" + version);
      script.onload = () => {
        const [of, is, ...data] = said;
        if (!name) version = of;
        if (is === name && (!of || of === version)) return resolve(read(data));
        loaded.clear();
        version = of;
        reject(stale);
      };
      script.onerror = () => {
        loaded.delete(name);
        reject(new Error(name));
      };
      document.head.append(script);
      script.remove();
    }));
    return loaded.get(name);
  }

  function numbers(text) {
    const out = [];
    let n = 0;
    for (const letter of text) {
      const c = letter.charCodeAt();
      if (c < 92) {
        out.push(n * 57 + c - 35);
        n = 0;
      } else n = n * 34 + c - 92;
    }
    return out;
  }

  // begins is where each begins that holds so many, within is which holds x.
  function begins(counts) {
    let sum = 0;
    return counts.map((n) => (sum += n) - n);
  }
  const within = (list, x) => Math.max(0, list.findLastIndex((y) => y <= x));

  let root;

  const loadRoot = () => load("", ([data]) => {
    root = { ...data, posts: begins(numbers(data.posts)), texts: begins(numbers(data.texts)), firsts: begins(data.kinds.map((kind) => kind[4])) };
  });

  const wordScript = (i) => load("w" + i, ([before, text, codes]) => {
    let word = "";
    return {
      words: text.match(/[A-Z][^A-Z]*/g).map((w) => (word = word.slice(0, w.charCodeAt(0) - 65) + w.slice(1))),
      stems: numbers(codes).map((code) => (code ? before - code : before++)),
    };
  });

  async function item(n) {
    const [id, title, address, state] = (await load("i" + Math.floor(n / root.perScript))).slice(n % root.perScript * 4);
    const [kind, , folder] = root.kinds[within(root.firsts, n)];
    return { n, id, title, kind, href: new URL("../" + (address || folder + id + ".html"), assets).href, state: root.states[state - 1] };
  }

  async function sections(n) {
    const i = within(root.texts, n);
    return (await load("t" + i))[n - root.texts[i]];
  }

  // Words.

  const spelt = { ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", ł: "l", þ: "th", ı: "i", ς: "σ" };
  const fold = (word) => word.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f\xad.\u2011-]/g, "").normalize("NFC").replace(/[ßæœøđðłþıς]/g, (c) => spelt[c]).slice(0, 32);
  const pattern = /[\p{L}\p{M}\p{N}\xad]+(?:(?:[.\u2011-](?=\p{N})|(?<=\p{N})[.\u2011-](?=[\p{L}\p{M}]))[\p{L}\p{M}\p{N}\xad]+)*/gu;

  // wordsOf are the words of a text, folded, and where they stand in it.
  const wordsOf = (text) => [...text.matchAll(pattern)].map((m) => ({ word: fold(m[0]), at: m.index, end: m.index + m[0].length })).filter((w) => /..|\p{N}/u.test(w.word));

  // distance is how many letters are put in, left out, changed or swapped between
  // a word and another, or how that begins.
  function distance(a, b, begin) {
    let older, old, row = Array.from({ length: b.length + 1 }, (_, j) => j);
    for (let i = 1; i <= a.length; i++) {
      [older, old, row] = [old, row, [i]];
      for (let j = 1; j <= b.length; j++) {
        row[j] = Math.min(old[j] + 1, row[j - 1] + 1, old[j - 1] + (a[i - 1] !== b[j - 1]));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], older[j - 2] + 1);
      }
    }
    return begin ? Math.min(...row) : row[b.length];
  }

  // likeness is how well a word answers the one typed, up to 1; the last one may
  // go on. Loosely, words may have mistakes, other endings, and be parts of others.
  function likeness(typed, word, last, loose) {
    if (word === typed) return 1;
    const ratio = Math.min(typed.length, word.length) / Math.max(typed.length, word.length);
    if (word.startsWith(typed)) return 0.4 + 0.5 * ratio;
    if (!loose || typed.length < 4 || /\p{N}/u.test(typed + word)) return 0;
    if (word.includes(typed) || word.length > 3 && word.length + 4 >= typed.length && typed.startsWith(word)) return 0.3 + 0.2 * ratio;
    const most = typed.length < 8 ? 1 : 2;
    if (word.length + most < typed.length || !last && word.length > typed.length + most) return 0;
    const d = distance(typed, word.slice(0, typed.length + most), last);
    return d > most ? 0 : 0.5 * ratio / d;
  }

  // stemsOf are the stems of words like the one typed, with their likeness.
  async function stemsOf(typed, last, loose) {
    const begin = !loose ? typed : root.words.length < 6 ? "" : typed[0];
    const end = within(root.words, begin + "\uffff");
    const found = new Map();
    for (let i = within(root.words, begin); i <= end; i++) {
      const script = await wordScript(i);
      script.words.forEach((word, j) => {
        const like = likeness(typed, word, last, loose);
        if (like > (found.get(script.stems[j]) || 0)) found.set(script.stems[j], like);
      });
    }
    const best = [...found].sort((a, b) => b[1] - a[1]);
    return new Map(best[0]?.[1] === 1 && !last && !loose ? best.filter(([, like]) => like === 1) : best.slice(0, 60));
  }

  // Finding.

  const weights = [1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 17, 20, 23, 26, 90];

  // answers are how well each item answers a word; of several, one that says nothing
  // by itself has none.
  async function answers(stems, several) {
    const scores = new Float32Array(root.items);
    const said = await Promise.all([...stems].map(async ([stem, like]) => {
      const i = within(root.posts, stem);
      const codes = numbers((await load("p" + i, ([text]) => text.split(" ")))[stem - root.posts[i]]);
      let n = -1;
      for (const code of codes) {
        n += 1 + (code >> 4);
        scores[n] = Math.max(scores[n], like * weights[code & 15]);
      }
      if (codes.length) return true;
      stems.delete(stem);
      return like < 1;
    }));
    if (several && said.includes(false)) return stems.clear();
    const n = scores.filter(Boolean).length;
    const rarity = 1 + Math.log(1 + (root.items - n + 0.5) / (n + 0.5));
    return scores.map((score) => score * rarity);
  }

  // search finds the items that answer a query, best first: strictly, or if that
  // comes to little, loosely and at worst with the most of its words.
  async function search(query) {
    let typed = wordsOf(query).map((w) => w.word);
    const id = fold(query.replace(/\s/g, "")); // POL 2, A 5.15
    if (typed.length > 1 && /^\p{L}+\p{N}+$/u.test(id) && (await stemsOf(id)).size) typed = [id];
    for (const loose of [false, true]) {
      const stems = await Promise.all(typed.map((word, i) => stemsOf(word, i === typed.length - 1 && !/\s$/.test(query), loose)));
      const lists = (await Promise.all(stems.map((s) => answers(s, typed.length > 1)))).filter(Boolean);
      const total = new Float32Array(root.items);
      const count = new Uint8Array(root.items);
      for (const scores of lists) scores.forEach((score, n) => {
        total[n] += score * root.kinds[within(root.firsts, n)][3];
        count[n] += score > 0;
      });
      const most = loose ? Math.max(1, ...new Set(count)) : lists.length || 1;
      const hits = [...count.keys()].filter((n) => count[n] >= most).sort((a, b) => total[b] - total[a] || a - b);
      if (hits.length > 2 || loose) return { hits, part: most < lists.length, marks: await marksOf(stems) };
    }
  }

  // marksOf are the words to mark, with their place in the query.
  async function marksOf(stems) {
    const marks = new Map();
    for (const [name, data] of loaded) {
      if (name[0] !== "w") continue;
      const script = await data;
      script.words.forEach((word, i) => stems.forEach((s, place) => { if (s.has(script.stems[i])) marks.set(word, place); }));
    }
    return marks;
  }

  // Showing.

  function element(name, properties, ...children) {
    const e = Object.assign(document.createElement(name), properties);
    e.append(...children);
    return e;
  }

  const findIn = (text, marks) => wordsOf(text).flatMap((w) => marks.has(w.word) ? { ...w, place: marks.get(w.word) } : []);

  // marked is a piece of a text with what was found in it marked.
  function marked(text, found, from = 0, to = text.length) {
    const out = [];
    for (const w of found) {
      if (w.at < from || w.end > to) continue;
      out.push(text.slice(from, w.at), element("mark", {}, text.slice(w.at, w.end)));
      from = w.end;
    }
    return [...out, text.slice(from, to)];
  }

  // quote is the piece of a text that has the most words of the query, with links
  // to its section and to those whose headings have any.
  function quote(all, href, marks) {
    const parts = [];
    for (let i = 0; i < all.length; i += 3) {
      const [anchor, heading, text] = all.slice(i, i + 3);
      const found = findIn(text, marks);
      const headed = findIn(heading, marks);
      for (const { at } of found.length ? found : [{ at: 0 }]) {
        const near = found.filter((w) => w.at >= at && w.end < at + 150);
        parts.push({ anchor, heading, text, found, headed, at, worth: 9 * new Set([...near, ...headed].map((w) => w.place)).size + near.length });
      }
    }
    const [{ text, found, at }] = parts.sort((a, b) => b.worth - a.worth);
    const from = at < 60 ? 0 : text.indexOf(" ", at - 60) + 1;
    const to = text.length < from + 220 ? text.length : text.lastIndexOf(" ", from + 220);
    const links = new Map(parts.filter((p, i) => p.heading && (!i || p.headed.length)).map((p) => [p.anchor, marked(p.heading, p.headed)]));
    return [
      element("p", {}, from ? "… " : "", ...marked(text, found, from, to), to < text.length ? " …" : ""),
      element("ul", {}, ...[...links].slice(0, 3).map(([anchor, heading]) => element("li", {}, element("a", { href: href + "#" + encodeURIComponent(anchor) }, ...heading)))),
    ];
  }

  function entry(marks, hit) {
    const mark = (text) => marked(text, findIn(text, marks));
    const li = element("li", {}, element("a", { href: hit.href }, element("span", { className: "id" }, ...mark(hit.id)), " ", ...mark(hit.title)), " ", element("span", { className: "kind" }, hit.kind));
    if (hit.state) li.append(" ", element("span", { className: "chip " + hit.state.Shape }, hit.state.Word));
    sections(hit.n).then((all) => li.append(...quote(all, hit.href, marks)), () => {}); // it is found without, too
    return li;
  }

  let turn = 0, result, hits = [], kind = 0, entered = false;

  async function showMore() {
    const mine = turn;
    const from = list.children.length;
    const items = await Promise.all(hits.slice(from, from + 10).map(item));
    if (mine !== turn) return;
    list.append(...items.map((hit) => entry(result.marks, hit)));
    more.hidden = list.children.length >= hits.length;
  }

  async function showKind() {
    const of = (n) => 1 + within(root.firsts, n);
    const counts = [result.hits.length];
    for (const n of result.hits) counts[of(n)] = (counts[of(n)] || 0) + 1;
    kinds.querySelectorAll("label").forEach((label, i) => {
      label.hidden = !counts[i] && i !== kind;
      label.firstChild.checked = i === kind;
      label.lastChild.textContent = digits(counts[i] || 0);
    });
    kinds.hidden = !counts[0];
    hits = result.hits.filter((n) => !kind || of(n) === kind);
    list.replaceChildren();
    await showMore();
    return words[!hits.length ? "none" : result.part ? "part" : "results"].replace("#", digits(hits.length));
  }

  // expect voids what is under way.
  function expect() {
    list.ariaBusy = true;
    return ++turn;
  }

  // answer makes another list, and says what it came to.
  async function answer(make) {
    const mine = expect();
    let text = "";
    try {
      text = await make().catch((e) => e === stale ? find() : Promise.reject(e));
    } catch {
      text = words.failed;
      list.replaceChildren();
    }
    if (mine !== turn) return;
    status.textContent = text;
    list.ariaBusy = false;
    if (entered) list.querySelector("a")?.click();
    entered = false;
  }

  async function find() {
    const mine = turn;
    await loadRoot();
    if (!kinds.querySelector("label")) {
      [words.all, ...root.kinds.map((k) => k[1])].forEach((name, value) => kinds.append(element("label", {}, element("input", { type: "radio", name: "kind", value }), name + " ", element("span", {}))));
    }
    const found = wordsOf(input.value).length && await search(input.value);
    if (mine !== turn) return "";
    result = found;
    if (result) return showKind();
    list.replaceChildren();
    kinds.hidden = more.hidden = true;
    return "";
  }

  let timer;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    expect();
    timer = setTimeout(answer, 60, find);
    if (page) history.replaceState(null, "", "#q=" + encodeURIComponent(input.value));
  });
  kinds.addEventListener("change", (e) => {
    kind = Number(e.target.value);
    answer(showKind);
  });
  more.addEventListener("click", () => answer(async () => {
    const n = list.children.length;
    await showMore();
    list.children[n]?.querySelector("a").focus();
    return status.textContent;
  }));
  box.addEventListener("keydown", (e) => {
    const stops = [input, ...list.querySelectorAll("a")];
    const at = stops.indexOf(document.activeElement);
    const to = stops[at + { ArrowDown: 1, ArrowUp: -1 }[e.key]];
    if (at >= 0 && to) {
      e.preventDefault();
      to.focus();
    } else if (e.key === "Enter" && !at) {
      entered = list.ariaBusy === "true";
      if (!entered) stops[1]?.click();
    }
  });
  dialog.addEventListener("click", (e) => { if (e.target === dialog || e.target.closest(".close, li a")) dialog.close(); });

  function open() {
    if (!page && !dialog.open) dialog.showModal();
    input.focus();
    input.select();
  }
  document.querySelector("button.find").addEventListener("click", open);
  if (page) {
    page.replaceChildren(box);
    const query = new URLSearchParams(location.hash.slice(1) || location.search).get("q");
    if (query) {
      input.value = query;
      answer(find);
    }
  }
  open();
  loadRoot().catch(() => {}); // the first search says so
})();
