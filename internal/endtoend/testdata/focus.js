// What has the focus, and whether a reader sees that it has. null at the end
// of the page, before the focus comes round again.
(() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const name = element.localName + (element.id ? "#" + element.id : "") + [...element.classList].map((c) => "." + c).join("")
    + " «" + (element.getAttribute("aria-label") || element.textContent).trim().replace(/\s+/g, " ").slice(0, 40) + "»";
  const faults = [];

  const style = getComputedStyle(element);
  const width = parseFloat(style.outlineWidth);
  if (style.outlineStyle === "none" || width < 2) faults.push("has no outline");
  else {
    const below = ground(element.parentElement);
    const ratio = contrast(over(rgba(style.outlineColor), below), below);
    if (ratio < 3) faults.push("has an outline with a contrast of " + ratio.toFixed(2));
  }

  // Some of it has to be in the window, with nothing over it (WCAG 2.2, 2.4.11).
  const seen = [...element.getClientRects()].some((box) => {
    const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
    const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
    if (right - left < 1 || bottom - top < 1) return false;
    return [0.1, 0.5, 0.9].some((x) => [0.1, 0.5, 0.9].some((y) => {
      const over = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y);
      return over && (element.contains(over) || over.contains(element) && over !== document.documentElement && over !== document.body);
    }));
  });
  if (!seen) faults.push("is out of sight");
  return { name, faults };
})()
