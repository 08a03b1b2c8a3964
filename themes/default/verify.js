// Compares files with the list of what was published. Everything happens here,
// in the reader's own browser: the page may load nothing from elsewhere, and
// sends nothing.
(function () {
  "use strict";

  const place = document.querySelector(".verifier");
  const say = (name, ...values) => values.reduce((text, v, i) => text.replace("{" + i + "}", v.toLocaleString(document.documentElement.lang)), place.dataset[name]);
  const status = place.querySelector("[role=status]");
  const verdicts = place.querySelector(".verdicts");

  // SHA-256 (FIPS 180-4). Browsers have one of their own, but not for pages
  // that came over plain HTTP.
  const K = new Uint32Array(64), H = new Uint32Array(8);
  for (let n = 2, i = 0; i < 64; n++) {
    let prime = true;
    for (let f = 2; f * f <= n; f++) if (n % f === 0) prime = false;
    if (!prime) continue;
    const fraction = (x) => (x - Math.floor(x)) * 2 ** 32;
    if (i < 8) H[i] = fraction(n ** (1 / 2));
    K[i++] = fraction(n ** (1 / 3));
  }

  function ownHash(bytes) {
    const h = H.slice(), w = new Uint32Array(64);
    const size = (bytes.length + 9 + 63) >> 6 << 6;
    const tail = new Uint8Array(size - (bytes.length >> 6 << 6));
    tail.set(bytes.subarray(bytes.length >> 6 << 6));
    tail[bytes.length & 63] = 0x80;
    const end = new DataView(tail.buffer);
    end.setUint32(tail.length - 8, bytes.length / 2 ** 29);
    end.setUint32(tail.length - 4, bytes.length << 3);
    const blocks = (view, from, to) => {
      for (let at = from; at < to; at += 64) {
        for (let i = 0; i < 16; i++) w[i] = view.getUint32(at + i * 4);
        for (let i = 16; i < 64; i++) {
          const a = w[i - 15], b = w[i - 2];
          w[i] = w[i - 16] + w[i - 7] + ((a >>> 7 | a << 25) ^ (a >>> 18 | a << 14) ^ a >>> 3) + ((b >>> 17 | b << 15) ^ (b >>> 19 | b << 13) ^ b >>> 10);
        }
        let [a, b, c, d, e, f, g, k] = h;
        for (let i = 0; i < 64; i++) {
          const t = k + ((e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7)) + (e & f ^ ~e & g) + K[i] + w[i] | 0;
          const u = ((a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10)) + (a & b ^ a & c ^ b & c) | 0;
          k = g; g = f; f = e; e = d + t | 0; d = c; c = b; b = a; a = t + u | 0;
        }
        [a, b, c, d, e, f, g, k].forEach((v, i) => { h[i] += v; });
      }
    };
    blocks(new DataView(bytes.buffer, bytes.byteOffset), 0, bytes.length >> 6 << 6);
    blocks(end, 0, tail.length);
    return hex(h, 8);
  }

  const hex = (words, digits) => [...words].map((v) => v.toString(16).padStart(digits, "0")).join("");

  async function hash(bytes) {
    if (!crypto.subtle) return ownHash(bytes);
    return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)), 2);
  }

  // The list is a script, since on file:// nothing else can be loaded. It is
  // large, so it comes when it is first needed.
  let list = null;
  function published() {
    list ||= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = place.dataset.list;
      script.onload = () => {
        const files = window.annexaPublished.files.map(([path, sha256, size, base, title, version, state]) => ({ path, sha256, size, base, title, version, state }));
        const by = (key) => files.reduce((map, f) => f[key] ? map.set(f[key], f) : map, new Map());
        resolve({ files, paths: by("path"), hashes: by("sha256"), bases: by("base") });
      };
      script.onerror = () => reject(new Error(say("unlisted")));
      document.head.append(script);
    });
    return list;
  }

  // A string of a PDF (ISO 32000-1, 7.3.4), from the position behind its key.
  function string(pdf, at) {
    while (/\s/.test(pdf[at])) at++;
    let bytes = "";
    if (pdf[at] === "<") {
      for (const pair of pdf.slice(at + 1, pdf.indexOf(">", at)).replace(/\s/g, "").match(/..?/g) || []) bytes += String.fromCharCode(parseInt(pair.padEnd(2, "0"), 16));
    } else if (pdf[at] === "(") {
      const escapes = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };
      for (let depth = 1, i = at + 1; i < pdf.length && i < at + 4096; i++) {
        let c = pdf[i];
        if (c === "\\") {
          const octal = /^[0-7]{1,3}/.exec(pdf.slice(i + 1, i + 4));
          c = octal ? String.fromCharCode(parseInt(octal[0], 8)) : escapes[pdf[i + 1]] || pdf[i + 1];
          i += octal ? octal[0].length : 1;
        } else if (c === "(") depth++;
        else if (c === ")" && --depth === 0) break;
        bytes += c;
      }
    }
    const raw = Uint8Array.from(bytes, (c) => c.charCodeAt(0));
    if (raw[0] === 0xfe && raw[1] === 0xff) return new TextDecoder("utf-16be").decode(raw.subarray(2));
    if (raw[0] === 0xef && raw[1] === 0xbb) return new TextDecoder().decode(raw.subarray(3));
    return bytes;
  }

  // What the signature dictionaries of a PDF say of themselves (12.8.1).
  function claims(pdf) {
    const found = [];
    for (const range of pdf.matchAll(/\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g)) {
      const from = pdf.lastIndexOf(" obj", range.index), to = pdf.indexOf("endobj", range.index);
      if (from < 0 || to < 0) continue;
      const dictionary = pdf.slice(from, to);
      const value = (key) => {
        const m = new RegExp("/" + key + "\\s*[(<](?!<)").exec(dictionary);
        return m ? string(dictionary, m.index + key.length + 1) : "";
      };
      const time = /^D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?/.exec(value("M"));
      found.push({
        stamp: /\/ETSI\.RFC3161/.test(dictionary), name: value("Name"), reason: value("Reason"),
        time: time ? [time[1], time[2], time[3]].filter(Boolean).join("-") + (time[4] ? " " + [time[4], time[5] || "00"].join(":") : "") : "",
        after: pdf.length - Number(range[3]) - Number(range[4]),
      });
    }
    return found;
  }

  // The published file whose unsigned revision this PDF begins with.
  async function revision(bytes, pdf, bases) {
    for (let at = pdf.indexOf("%%EOF"); at >= 0; at = pdf.indexOf("%%EOF", at + 1)) {
      let end = at + 5;
      for (;;) {
        const file = bases.get(await hash(bytes.subarray(0, end)));
        if (file) return file;
        if (end < at + 7 && (pdf[end] === "\r" || pdf[end] === "\n")) end++;
        else break;
      }
    }
    return null;
  }

  const text = (tag, words, name) => Object.assign(document.createElement(tag), { textContent: words, className: name || "" });

  const titled = (f) => f.path + (f.title ? " (" + [f.title, f.version && say("version", f.version), f.state].filter(Boolean).join(", ") + ")" : "");

  // one says of a single file whether it is published.
  async function one(file, known) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const sum = await hash(bytes);
    const item = document.createElement("li");
    const verdict = (shape, word, more) => {
      item.append(text("span", say(word), "chip " + shape), " ", text("strong", file.name), text("p", more));
    };
    const pdf = bytes[0] === 0x25 && bytes[1] === 0x50 ? new TextDecoder("latin1").decode(bytes) : "";
    const same = known.hashes.get(sum);
    const base = same || !pdf ? null : known.bases.get(sum) || await revision(bytes, pdf, known.bases);
    const namesake = known.files.find((f) => f.path === file.name || f.path.endsWith("/" + file.name));
    if (same) verdict(same.state ? "half" : "yes", "published", say("publishedAs", titled(same)));
    else if (base) verdict("half", "resigned", say("resignedText", titled(base)));
    else if (namesake) verdict("overdue", "changed", say("changedText", titled(namesake)));
    else verdict("overdue", "unknown", say("unknownText"));
    item.append(text("p", "SHA-256 " + sum, "sum"));
    if (pdf) {
      const signatures = claims(pdf);
      if (!signatures.length) item.append(text("p", say("unsigned")));
      else {
        const ul = document.createElement("ul");
        for (const c of signatures) {
          const words = [say(c.stamp ? "stamp" : "signature")];
          if (c.name) words.push(say("name", c.name));
          if (c.time) words.push(say("time", c.time));
          if (c.reason) words.push(say("reason", c.reason));
          ul.append(text("li", words.join(" · ") + ". " + (c.after === 0 ? say("whole") : say("after", c.after))));
        }
        item.append(text("p", say("claims")), ul);
      }
    }
    verdicts.append(item);
  }

  // Files that no list can name: the list itself, and those made after it.
  const beside = /^(manifest\.json(\.p7s)?|SHA256SUMS|assets\/published\.js)$/;

  // all compares a folder with what was published.
  async function all(files, known) {
    const top = files.filter((f) => /(^|\/)manifest\.json$/.test(f.at)).sort((a, b) => a.at.length - b.at.length)[0];
    const root = top ? top.at.slice(0, -"manifest.json".length) : files[0].at.slice(0, files[0].at.indexOf("/") + 1);
    const seen = new Set(), wrong = { changed: [], unknown: [], missing: [] };
    let right = 0, done = 0;
    for (const f of files) {
      if (++done % 50 === 0) status.textContent = say("working", done, files.length);
      const path = f.at.startsWith(root) ? f.at.slice(root.length) : f.at;
      if (beside.test(path)) continue;
      const entry = known.paths.get(path);
      seen.add(path);
      if (!entry) wrong.unknown.push(path);
      else if (entry.size === f.file.size && entry.sha256 === await hash(new Uint8Array(await f.file.arrayBuffer()))) right++;
      else wrong.changed.push(path);
    }
    wrong.missing = known.files.filter((f) => !seen.has(f.path)).map((f) => f.path);
    const bad = wrong.changed.length + wrong.unknown.length + wrong.missing.length;
    const item = document.createElement("li");
    item.append(text("span", say(bad ? "differs" : "agrees"), "chip " + (bad ? "overdue" : "yes")), " ", text("strong", root.replace(/\/$/, "") || say("folder")), text("p", say("right", right, known.files.length)));
    for (const kind of ["changed", "unknown", "missing"]) {
      if (!wrong[kind].length) continue;
      const details = document.createElement("details"), ul = document.createElement("ul");
      details.open = wrong[kind].length <= 20;
      wrong[kind].slice(0, 500).forEach((path) => ul.append(text("li", path, "file")));
      if (wrong[kind].length > 500) ul.append(text("li", "…"));
      details.append(text("summary", say(kind + "Files", wrong[kind].length)), ul);
      item.append(details);
    }
    verdicts.append(item);
  }

  async function verify(files) {
    if (!files.length) return;
    verdicts.replaceChildren();
    status.textContent = say("working", 0, files.length);
    try {
      const known = await published();
      if (files.some((f) => f.at.includes("/"))) await all(files, known);
      else for (const f of files) await one(f.file, known);
      status.textContent = say("done", files.length);
    } catch (error) {
      status.textContent = error.message;
    }
  }

  const chosen = (input) => [...input.files].map((file) => ({ file, at: file.webkitRelativePath || file.name }));

  // walk is every file below what was dropped.
  async function walk(entry, out) {
    if (entry.isFile) {
      const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
      out.push({ file, at: entry.fullPath.replace(/^\//, "") });
      return;
    }
    const reader = entry.createReader();
    for (;;) {
      const entries = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      if (!entries.length) return;
      for (const e of entries) await walk(e, out);
    }
  }

  // dropped is what was dropped, with all that is in folders. Some browsers do
  // not let a page from the disk look into a folder; it can be chosen instead.
  async function dropped(transfer) {
    const plain = [...transfer.files].map((file) => ({ file, at: file.name }));
    const entries = [...transfer.items].map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry()).filter(Boolean);
    if (!entries.some((e) => e.isDirectory)) return plain;
    const out = [];
    try {
      for (const e of entries) await walk(e, out);
    } catch {
      status.textContent = say("refused");
      return [];
    }
    return out;
  }

  const box = place.querySelector(".drop");
  const [files, folder] = box.querySelectorAll("input");
  folder.webkitdirectory = true;
  place.querySelector(".without").remove();
  box.hidden = false;
  for (const input of [files, folder]) input.addEventListener("change", () => verify(chosen(input)));
  for (const kind of ["dragenter", "dragover"]) {
    document.addEventListener(kind, (event) => {
      event.preventDefault();
      box.classList.add("over");
    });
  }
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) box.classList.remove("over"); });
  document.addEventListener("drop", async (event) => {
    event.preventDefault();
    box.classList.remove("over");
    verify(await dropped(event.dataTransfer));
  });
})();
