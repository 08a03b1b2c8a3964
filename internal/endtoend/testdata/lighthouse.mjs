// Has Lighthouse look at pages, one after the other in one browser, and prints
// a line of JSON for each.
//
//   node lighthouse.mjs JUDGES CHROMIUM CATEGORIES ADDRESS...
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [judges, chromePath, categories, ...addresses] = process.argv.slice(2);
const { resolve } = createRequire(judges + "/package.json");
const { default: lighthouse } = await import(pathToFileURL(resolve("lighthouse")));
const { launch } = await import(pathToFileURL(resolve("chrome-launcher")));

// Where nothing is measured it need not wait whether more comes: a page that
// loads nothing by itself is there as soon as it is loaded.
const settings = { onlyCategories: categories.split(","), disableFullPageScreenshot: true };
if (!settings.onlyCategories.includes("performance"))
  Object.assign(settings, { pauseAfterFcpMs: 0, pauseAfterLoadMs: 0, networkQuietThresholdMs: 0, cpuQuietThresholdMs: 0 });
const config = { extends: "lighthouse:default", settings };

const chrome = await launch({
  chromePath,
  chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-component-update"],
});

// On a busy machine the browser's trace at times lacks its beginning. Lighthouse
// then asks to be run again; any other failure is one.
async function visit(address) {
  for (let left = 2; ; left--) {
    const result = await lighthouse(address, { port: chrome.port, logLevel: "error" }, config);
    if (left === 0 || result.lhr.runtimeError?.code !== "NO_NAVSTART") return result;
  }
}

try {
  for (const address of addresses) {
    const { lhr } = await visit(address);
    const faults = [];
    for (const category of Object.values(lhr.categories)) {
      for (const { id, weight } of category.auditRefs) {
        const { score, title, details } = lhr.audits[id];
        if (category.id === "performance" || !weight || score === null || score === 1) continue;
        faults.push(`${category.id}: ${title} ${JSON.stringify(details?.items?.slice(0, 3) ?? "")}`);
      }
    }
    const scores = Object.fromEntries(Object.values(lhr.categories).map((c) => [c.id, c.score === null ? -1 : Math.round(c.score * 100)]));
    console.log(JSON.stringify({ address, scores, faults, warnings: lhr.runWarnings, error: lhr.runtimeError?.message ?? "" }));
  }
} finally {
  await chrome.kill();
}
