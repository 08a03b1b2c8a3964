// Shows in an open page what was saved: the page is changed where what was
// built differs from what was built before, and nowhere else. What its reader
// did to it (scrolled, typed, opened, filtered) and what the scripts of the
// theme made of it stays.
"use strict";
(() => {
  const tag = document.currentScript;
  const page = location.pathname;
  const status = Number(tag.dataset.status);
  let build = tag.dataset.build;
  let source = null; // of events
  let styles = null, look = null; // as they were when the page was loaded

  // served is the page as it was built, and lives says which node of the
  // document each of its nodes became. This script runs before those of the
  // theme change anything.
  const lives = new WeakMap();
  let served = document.documentElement.cloneNode(true);
  adopt(served, document.documentElement);

  function adopt(node, live) {
    lives.set(node, live);
    for (let a = node.firstChild, b = live.firstChild; a && b; a = a.nextSibling, b = b.nextSibling) adopt(a, b);
  }

  // inherit hands on the nodes of the document to a part that was built again and is the same.
  function inherit(was, is) {
    lives.set(is, lives.get(was));
    for (let a = was.firstChild, b = is.firstChild; a && b; a = a.nextSibling, b = b.nextSibling) inherit(a, b);
  }

  // turn changes what was built into what is now.
  function turn(was, is) {
    const live = lives.get(was);
    lives.set(is, live);
    if (was.nodeType !== Node.ELEMENT_NODE) {
      if (was.data !== is.data) live.data = is.data;
      return;
    }
    if (was !== served) { // what scripts say of the whole page stays
      for (const a of was.attributes) if (!is.hasAttribute(a.name)) live.removeAttribute(a.name);
      for (const a of is.attributes) if (was.getAttribute(a.name) !== a.value) live.setAttribute(a.name, a.value);
    }
    let last = null; // the node of the document before the next one
    const keep = (a, b, how) => { how(a, b); last = lives.get(b); };
    const add = (b) => {
      const fresh = document.importNode(b, true);
      adopt(b, fresh);
      live.insertBefore(fresh, last ? last.nextSibling : live.firstChild);
      last = fresh;
    };
    pair([...was.childNodes], [...is.childNodes], equal, (a, b) => {
      if (!b) lives.get(a).remove();
      else if (!a) add(b);
      else keep(a, b, equal(a, b) ? inherit : turn);
    });
  }

  // ahead is how far it is looked for a node that is the same.
  const ahead = 30;

  // pair says of two lists of nodes which of one became which of the other, in
  // order, with null for what is gone and what is new; same says of two nodes
  // that they are.
  function pair(old, now, same, tell) {
    let end = 0;
    while (end < old.length && end < now.length && same(old[old.length - 1 - end], now[now.length - 1 - end])) end++;
    const rest = old.slice(old.length - end);
    old = old.slice(0, old.length - end);
    const changed = now.slice(0, now.length - end);
    let i = 0, waiting = []; // new nodes for which none that is the same was found yet
    const gap = (until) => {
      for (; i < until; i++) {
        const at = waiting.findIndex((b) => alike(old[i], b));
        if (at < 0) {
          tell(old[i], null);
          continue;
        }
        waiting.splice(0, at).forEach((b) => tell(null, b));
        tell(old[i], waiting.shift());
      }
      waiting.forEach((b) => tell(null, b));
      waiting = [];
    };
    for (const b of changed) {
      let k = i;
      while (k < old.length && k < i + ahead && !same(old[k], b)) k++;
      if (k === old.length || k === i + ahead) {
        waiting.push(b);
        continue;
      }
      gap(k);
      tell(old[i++], b);
    }
    gap(old.length);
    rest.forEach((a, j) => tell(a, now[changed.length + j]));
  }

  function equal(a, b) {
    return a.isEqualNode(b);
  }

  function alike(a, b) {
    return a.nodeName === b.nodeName && (a.id || "") === (b.id || "");
  }

  // needs is what of a page cannot be changed while it is open.
  function needs(root) {
    return [...root.querySelectorAll("script, link[rel=stylesheet]")].map((e) => `${e.getAttribute("src")} ${e.getAttribute("href")}`).join("\n");
  }

  // inSight is what its reader is likely to look at: what has the focus, or else
  // what stands in the middle, if it is a part of a page that is scrolled.
  function inSight() {
    const focused = document.activeElement;
    const within = (e) => e.getBoundingClientRect().bottom > 0 && e.getBoundingClientRect().top < innerHeight;
    if (!scrollY) return null;
    return focused?.closest("main") && within(focused) ? focused : document.elementFromPoint(innerWidth / 2, innerHeight / 2);
  }

  function swap(html) {
    const next = new DOMParser().parseFromString(html, "text/html").documentElement;
    if (needs(next) !== needs(served)) {
      location.reload();
      return;
    }
    const seen = inSight(), top = seen?.getBoundingClientRect().top;
    turn(served, next);
    served = next;
    for (const input of document.querySelectorAll(".filter input")) { // what is new is filtered too
      if (input.value) input.dispatchEvent(new Event("input"));
    }
    mark();
    if (seen?.isConnected) scrollBy({ top: seen.getBoundingClientRect().top - top, behavior: "instant" });
  }

  // What was changed since it was approved is marked where the reader asks for
  // it, on this page and those that come. The text that was approved is a page
  // of its own.
  const asked = "annexa-marks";
  let since = null, approved = null; // of the event, and the text of that page
  async function compare(event) {
    const before = since?.text;
    since = event.since || null;
    if (since && sessionStorage.getItem(asked) && (!approved || since.text !== before)) {
      approved = null;
      const answer = await fetch(`/${since.text}`);
      if (!answer.ok) return;
      approved = textOf(new DOMParser().parseFromString(await answer.text(), "text/html"));
    }
    mark();
  }

  function textOf(root) {
    return root.querySelector("main .prose");
  }

  // mark marks the passages of the text that are new or say something else, and
  // those beside which one is gone.
  function mark() {
    for (const e of document.querySelectorAll("[data-annexa]")) delete e.dataset.annexa;
    const now = textOf(served);
    if (since && approved && now && sessionStorage.getItem(asked)) tell(approved, now);
  }

  const parts = "p, li, dt, dd, tr, h1, h2, h3, h4, h5, h6, pre, figure, blockquote";
  const says = (e) => e.textContent.trim() + [...e.querySelectorAll("img")].map((i) => i.getAttribute("src")).join(" ");
  function tell(was, is) {
    const put = (e, word) => { if (lives.get(e)) lives.get(e).dataset.annexa = word; };
    let last = null, gone = false;
    pair([...was.children], [...is.children], (a, b) => a.nodeName === b.nodeName && says(a) === says(b), (a, b) => {
      if (!b) {
        if (last) last.dataset.annexa ||= "gone-after";
        else gone = true;
        return;
      }
      if (!a) put(b, "new");
      else if (a.nodeName === b.nodeName && says(a) === says(b)) gone && put(b, "gone-before");
      else if (b.querySelector(parts) && b.nodeName !== "TR") tell(a, b);
      else put(b, "changed");
      gone = false;
      last = lives.get(b) || null;
    });
  }

  // dress loads the style sheets anew that changed; the old one goes once the
  // new one is there.
  function dress(event) {
    const before = styles, changed = look !== null && look !== event.look;
    styles = event.styles;
    look = event.look;
    if (!before) return;
    const links = [...document.querySelectorAll("link[rel=stylesheet]")];
    const stale = [];
    for (const name of new Set([...Object.keys(before), ...Object.keys(styles)])) {
      if (before[name] === styles[name]) continue;
      const link = links.find((l) => new URL(l.href).pathname === `/${name}`);
      if (!link || !styles[name] || changed) { // one brings another in, or a script changed
        location.reload();
        return;
      }
      stale.push([link, styles[name]]);
    }
    if (changed) location.reload();
    for (const [link, version] of stale) {
      const fresh = link.cloneNode();
      fresh.href = `${new URL(link.href).pathname}?${version}`;
      fresh.onload = fresh.onerror = () => link.remove();
      link.after(fresh);
      for (const node of served.querySelectorAll("link[rel=stylesheet]")) if (lives.get(node) === link) lives.set(node, fresh);
    }
  }

  function follow(event) {
    if (event.status !== status && !event.failed && event.status === 200) {
      location.reload(); // the page is there now
      return;
    }
    build = event.build;
    dress(event);
    if (event.html && event.status === status) {
      try {
        swap(event.html);
      } catch (fault) { // a script has rearranged the page
        console.warn(fault);
        location.reload();
        return;
      }
    }
    show(event);
    compare(event).catch(console.warn); // the server has stopped, and says so
  }

  function connect() {
    if (source) source.close();
    source = new EventSource(`/_annexa/events?page=${encodeURIComponent(page)}&build=${build}`);
    source.onmessage = (message) => follow(JSON.parse(message.data));
    source.onerror = () => {
      show({ failed: "the preview has stopped; this page waits for it to come back", problems: [], more: 0 });
      if (source.readyState === EventSource.CLOSED) setTimeout(connect, 1000);
    };
  }

  // A browser has few connections to one server, and a page that nobody sees
  // needs none.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) connect();
    else source?.close();
  });
  addEventListener("pageshow", (e) => { if (e.persisted) connect(); });
  if (!document.hidden) connect();

  // show shows what is wrong, in a panel that is open while the last build
  // failed, or as its reader left it.
  let panel = null, said = "";
  function show(event) {
    const text = JSON.stringify([event.failed, event.problems, event.more, event.moved, event.file, event.status, event.since]);
    if (text === said) return;
    said = text;
    const open = panel ? panel.open : false;
    const failed = event.failed || (event.status === 404 && event.file && "this page is gone");
    panel?.remove();
    panel = null;
    if (!failed && !event.problems.length && !event.more && !event.since) return;
    panel = document.createElement("details");
    panel.id = "annexa-preview";
    panel.lang = "en"; // as all problems are, whatever the language of the page
    panel.dir = "ltr";
    panel.className = event.problems.some((p) => p.severity === "error") || failed ? "failed" : event.problems.length ? "" : "calm";
    panel.open = Boolean(failed) || open;
    const count = (n) => `${n} problem${n === 1 ? "" : "s"}`;
    const here = event.problems.length;
    const words = [failed, event.since && `changed since ${event.since.version} was approved`, here && `${count(here)} ${event.failed ? "to mend" : "in this file"}`, event.more && `${here ? event.more : count(event.more)} ${event.failed ? "more" : "elsewhere"}`];
    add(panel, "summary", words.filter(Boolean).join("; "));
    if (event.status === 404 && event.file) {
      const where = add(panel, "p", event.moved ? `What was made of ${event.file} is now ` : `It was made of ${event.file}, which makes no page any more.`);
      if (event.moved) add(where, "a", event.moved).href = `/${event.moved}`;
    }
    if (event.since) {
      const line = add(panel, "p"), label = add(line, "label"), box = add(label, "input");
      box.type = "checkbox";
      box.checked = Boolean(sessionStorage.getItem(asked));
      box.onchange = () => {
        if (box.checked) sessionStorage.setItem(asked, "yes");
        else sessionStorage.removeItem(asked);
        compare(event).catch(console.warn);
      };
      label.append(" mark what changed");
      line.append(" · ");
      add(line, "a", "word by word").href = `/${event.since.changes}`;
    }
    const list = add(panel, "ol");
    for (const p of event.problems) {
      const item = add(list, "li");
      item.className = p.severity;
      const head = add(item, "p");
      add(head, "strong", p.severity);
      head.append(` ${p.message} `);
      const place = add(head, p.edit ? "a" : "code", p.place);
      if (p.edit) place.href = p.edit;
      if (p.hint) add(item, "p", `hint: ${p.hint}`);
      add(item, "code", p.rule);
    }
    document.body.append(panel);
  }

  function add(parent, tag, text) {
    const element = document.createElement(tag);
    if (text) element.textContent = text;
    parent.append(element);
    return element;
  }
})();
