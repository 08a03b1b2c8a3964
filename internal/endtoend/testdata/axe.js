// What axe-core has to say of a page with nothing on it folded away. A page
// has axe-core already when this runs in it.
(async () => {
  document.querySelectorAll("details").forEach((d) => { d.open = true; });
  const options = {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice", "EN-301-549"],
    resultTypes: ["violations"],
    preload: false, // it would fetch the style sheets once more
  };
  const offences = (found) => found.violations.map((v) => ({
    rule: v.id,
    help: v.help,
    places: v.nodes.slice(0, 5).map((n) => n.target.join(" ") + ": " + n.failureSummary.replace(/\s+/g, " ")),
  }));
  const found = offences(await axe.run(document, options));

  // The menu of narrow screens lies over the page while it is open.
  const menu = document.querySelector("button.menu");
  if (menu && menu.checkVisibility()) {
    menu.click();
    found.push(...offences(await axe.run("#Navigation", options)));
    menu.click();
  }
  return found;
})()
