// Searches the site, from a folder too: the index is scripts in search/, loaded
// as a search comes to them. How they are written is said in package search.
(function () {
  "use strict";

  const assets = new URL(".", document.currentScript.src).href;
  const page = document.querySelector(".search-page"); // holds the box itself
  const dialog = document.querySelector("dialog.search");
  const box = dialog.querySelector("[role=search]");
  const [input, status, kinds, list, more] = ["input", "[role=status]", "fieldset", "ol", ".more"].map((part) => box.querySelector(part));
  const words = box.dataset; // of the interface

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
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (c < 92) {
        out.push(n * 57 + c - 35);
        n = 0;
      } else n = n * 34 + c - 92;
    }
    return out;
  }

  // begins is where each begins, given how many each holds, and within is which
  // of them holds x.
  function begins(counts) {
    let sum = 0;
    return counts.map((n) => (sum += n) - n);
  }
  const within = (list, x) => Math.max(0, list.findLastIndex((y) => y <= x));

  const theRoot = () => load("", ([root]) => ({
    ...root, posts: begins(numbers(root.posts)), texts: begins(numbers(root.texts)), firsts: begins(root.kinds.map((kind) => kind[4])),
  }));

  const wordScript = (i) => load("w" + i, ([before, text, codes]) => {
    let word = "";
    return {
      words: text.match(/[A-Z][^A-Z]*/g).map((w) => (word = word.slice(0, w.charCodeAt(0) - 65) + w.slice(1))),
      stems: numbers(codes).map((code) => (code ? before - code : before++)),
    };
  });

  async function item(root, n) {
    const all = await load("i" + Math.floor(n / root.perScript));
    const [id, title, address, state] = all.slice(n % root.perScript * 4);
    const [kind, , folder] = root.kinds[within(root.firsts, n)];
    return { n, id, title, kind, href: new URL("../" + (address || folder + id + ".html"), assets).href, state: root.states[state - 1] };
  }

  async function sections(root, n) {
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

  // likeness says how well a word answers the one that was typed, from 0 to 1.
  // The last may still be typed. Loosely, words may have mistakes or other
  // endings, and be parts of longer ones.
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
  async function stemsOf(root, typed, last, loose) {
    const all = loose && root.words.length < 6;
    const begin = all ? "" : loose ? typed[0] : typed;
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

  // answers are how well each item answers a word; nothing where it is one of
  // several and says nothing by itself.
  async function answers(root, stems, several) {
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
    const rarity = Math.log(1 + (root.items - n + 0.5) / (n + 0.5));
    return scores.map((score) => score * rarity);
  }

  // search finds the items that answer a query, best first: strictly, or if that
  // comes to little, loosely and at worst with the most of its words.
  async function search(query) {
    const root = await theRoot();
    let typed = wordsOf(query).map((w) => w.word);
    const id = fold(query.replace(/\s/g, "")); // POL 2, A 5.15
    if (typed.length > 1 && /^\p{L}+\p{N}+$/u.test(id) && (await stemsOf(root, id)).size) typed = [id];
    for (const loose of [false, true]) {
      const stems = await Promise.all(typed.map((word, i) => stemsOf(root, word, i === typed.length - 1 && !/\s$/.test(query), loose)));
      const lists = (await Promise.all(stems.map((s) => answers(root, s, typed.length > 1)))).filter(Boolean);
      const total = new Float32Array(root.items);
      const count = new Uint8Array(root.items);
      for (const scores of lists) scores.forEach((score, n) => {
        total[n] += score * root.kinds[within(root.firsts, n)][3];
        count[n] += score > 0;
      });
      const most = loose ? Math.max(1, ...new Set(count)) : lists.length || 1;
      const hits = [...count.keys()].filter((n) => count[n] >= most).sort((a, b) => total[b] - total[a] || a - b);
      if (hits.length > 2 || loose) return { root, hits, part: most < lists.length, marks: await marksOf(root, stems) };
    }
  }

  // marksOf are the words to mark, each with its place in the query.
  async function marksOf(root, stems) {
    const marks = new Map();
    for (let i = 0; i < root.words.length; i++) {
      if (!loaded.has("w" + i)) continue;
      const script = await wordScript(i);
      script.words.forEach((word, j) => stems.forEach((s, place) => { if (s.has(script.stems[j])) marks.set(word, place); }));
    }
    return marks;
  }

  // Showing.

  function element(name, attributes, ...children) {
    const e = document.createElement(name);
    for (const key in attributes) e.setAttribute(key, attributes[key]);
    e.append(...children);
    return e;
  }

  const findIn = (text, marks) => wordsOf(text).filter((w) => marks.has(w.word)).map((w) => ({ ...w, place: marks.get(w.word) }));

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
    let best = { worth: -1 };
    const places = [];
    for (let i = 0; i < all.length; i += 3) {
      const [anchor, heading, text] = all.slice(i, i + 3);
      const found = findIn(text, marks);
      const headed = findIn(heading, marks);
      const section = { anchor, heading, headed, text, found, at: 0 };
      if (headed.length) places.push(section);
      for (const w of found.length ? found : [{ at: 0 }]) {
        const near = found.filter((x) => x.at >= w.at && x.end < w.at + 150);
        const worth = 9 * new Set([...near, ...headed].map((x) => x.place)).size + near.length;
        if (worth > best.worth) best = Object.assign(section, { worth, at: w.at });
      }
    }
    const { text, found, at } = best;
    const from = at < 60 ? 0 : text.indexOf(" ", at - 60) + 1;
    const to = text.length < from + 220 ? text.length : text.lastIndexOf(" ", from + 220);
    const links = [...new Set(best.heading ? [best, ...places] : places)].slice(0, 3);
    return [
      element("p", {}, from ? "… " : "", ...marked(text, found, from, to), to < text.length ? " …" : ""),
      element("ul", {}, ...links.map((s) => element("li", {}, element("a", { href: href + "#" + encodeURIComponent(s.anchor) }, ...marked(s.heading, s.headed))))),
    ];
  }

  function entry({ root, marks }, hit) {
    const mark = (text) => marked(text, findIn(text, marks));
    const li = element("li", {}, element("a", { href: hit.href }, element("span", { class: "id" }, ...mark(hit.id)), " ", ...mark(hit.title)), " ", element("span", { class: "kind" }, hit.kind));
    if (hit.state) li.append(" ", element("span", { class: "chip " + hit.state.Shape }, hit.state.Word));
    sections(root, hit.n).then((all) => li.append(...quote(all, hit.href, marks)), () => {}); // it is found without, too
    return li;
  }

  let turn = 0, result, hits = [], kind = "", entered = false;

  // show adds the next ten results to the list.
  async function show() {
    const mine = turn;
    const from = list.children.length;
    const items = await Promise.all(hits.slice(from, from + 10).map((n) => item(result.root, n)));
    if (mine !== turn) return;
    list.append(...items.map((hit) => entry(result, hit)));
    more.hidden = list.children.length >= hits.length;
  }

  // choose shows the results of the kind that was chosen.
  async function choose() {
    const of = (n) => String(within(result.root.firsts, n));
    const counts = { [kind]: 0 };
    for (const n of result.hits) counts[of(n)] = (counts[of(n)] || 0) + 1;
    counts[""] = result.hits.length;
    for (const label of kinds.querySelectorAll("label")) {
      const radio = label.firstChild;
      label.hidden = !(radio.value in counts);
      label.lastChild.textContent = counts[radio.value];
      radio.checked = radio.value === kind;
    }
    kinds.hidden = Object.keys(counts).length < 3;
    hits = result.hits.filter((n) => !kind || of(n) === kind);
    list.replaceChildren();
    await show();
    return words[!hits.length ? "none" : result.part ? "part" : hits.length === 1 ? "single" : "many"].replace("#", hits.length);
  }

  // answer makes another list, and says what it came to.
  async function answer(make) {
    const mine = ++turn;
    list.ariaBusy = true;
    let text = "";
    try {
      text = await make().catch((e) => e === stale ? make() : Promise.reject(e));
    } catch {
      text = words.failed;
    }
    if (mine !== turn) return;
    status.textContent = text;
    list.ariaBusy = false;
    if (entered) list.querySelector("a")?.click();
    entered = false;
  }

  async function find() {
    const mine = turn;
    const root = await theRoot();
    if (!kinds.querySelector("label")) {
      for (const [value, name] of [["", words.all], ...root.kinds.map((k, i) => [i, k[1]])]) {
        kinds.append(element("label", {}, element("input", { type: "radio", name: "kind", value }), name + " ", element("span", {})));
      }
    }
    const found = wordsOf(input.value).length && await search(input.value);
    if (mine !== turn) return "";
    result = found;
    if (result) return choose();
    list.replaceChildren();
    kinds.hidden = more.hidden = true;
    return "";
  }

  let timer;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    list.ariaBusy = true;
    timer = setTimeout(answer, 60, find);
    if (page) history.replaceState(null, "", "#q=" + encodeURIComponent(input.value));
  });
  kinds.addEventListener("change", (e) => {
    kind = e.target.value;
    answer(choose);
  });
  more.addEventListener("click", async () => {
    const n = list.children.length;
    await show();
    list.children[n].querySelector("a").focus();
  });
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
  list.addEventListener("click", (e) => { if (e.target.closest("a")) dialog.close(); });
  dialog.addEventListener("click", (e) => { if (e.target === dialog || e.target.matches(".close")) dialog.close(); });

  function open() {
    if (!page && !dialog.open) dialog.showModal();
    input.focus();
    input.select();
  }
  function fromAddress() {
    const [, query] = location.hash.split("#q=");
    if (!query) return;
    input.value = decodeURIComponent(query);
    answer(find);
  }
  document.querySelector("button.find").addEventListener("click", open);
  if (page) {
    page.replaceChildren(box);
    addEventListener("hashchange", fromAddress);
    fromAddress();
  }
  open();
  theRoot().catch(() => {}); // the first search says so
})();
