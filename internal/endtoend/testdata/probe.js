// What a reader would notice of a page, as the browser lays it out. It runs in
// the page and gives back a plain object.
(() => {
  const root = document.scrollingElement;

  const shown = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  };

  const named = (element) => {
    const name = element.localName + (element.id ? "#" + element.id : "") + [...element.classList].map((c) => "." + c).join("");
    return name + " «" + element.textContent.trim().replace(/\s+/g, " ").slice(0, 30) + "»";
  };

  // What stands out to the right, but for what lies in a box that scrolls.
  const wide = () => {
    const scrolls = (element) => {
      for (let e = element.parentElement; e && e !== document.body; e = e.parentElement)
        if (getComputedStyle(e).overflowX !== "visible") return true;
      return false;
    };
    return [...document.body.querySelectorAll("*")].filter((e) => shown(e) && e.getBoundingClientRect().right > innerWidth + 1 && !scrolls(e)).slice(0, 3).map(named);
  };

  // The element's colour as it comes through what veils it.
  const ink = (element) => {
    const [r, g, b, alpha] = rgba(getComputedStyle(element).color);
    let left = alpha;
    for (let e = element; e; e = e.parentElement) left *= Number(getComputedStyle(e).opacity);
    return [r, g, b, left];
  };

  const faint = () => {
    const found = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const done = new Set();
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const element = text.parentElement;
      if (done.has(element) || !text.data.trim() || element.closest("svg, :disabled, script, noscript") || !shown(element)) continue;
      done.add(element);
      const style = getComputedStyle(element);
      const below = ground(element);
      if (!below) {
        found.push(named(element) + " stands on no colour");
        continue;
      }
      const ratio = contrast(over(ink(element), below), below);
      const size = parseFloat(style.fontSize);
      const large = size >= 24 || size >= 18.66 && Number(style.fontWeight) >= 700;
      if (ratio < (large ? 3 : 4.5)) found.push(named(element) + " has a contrast of " + ratio.toFixed(2));
    }
    return found;
  };

  const heading = document.querySelector("h1");
  const box = heading && heading.getBoundingClientRect();
  return {
    width: innerWidth,
    scrolls: root.scrollWidth,
    wide: wide(),
    heading: heading && shown(heading) && box.left >= 0 && box.left < innerWidth ? heading.innerText.trim() : "",
    text: (document.querySelector("main") || document.body).innerText,
    ground: luminance(ground(document.body) || [255, 255, 255]),
    faint: faint(),
    broken: [...document.images].filter((i) => shown(i) && !(i.complete && i.naturalWidth > 0)).map((i) => i.src),
  };
})()
