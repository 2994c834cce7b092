import { safeText } from "../../render/ink/safe-text.js"
import { html, htmlText } from "../markup/html.js"
import { LIVE_HEAD, pageHead } from "../page-head.js"
import { MERGE_BUNDLE } from "./merge-bundle.js"

/** The page of a merge, without what is in it: its script asks the server for that. */
export function mergePage(name: string, sides: string): string {
  const shown = safeText(name)
  return htmlText(html`<!doctype html>
<html lang="en">${pageHead(`${shown} · nbdiff`, LIVE_HEAD, MERGE_BUNDLE.css)}
<body class="merge"><a class="skip-link" href="#main">Skip to the conflicts</a><header class="top"><button type="button" class="icon nav" data-act="nav" aria-expanded="false" aria-controls="side" aria-label="List of conflicts">☰</button><h1>${shown}${sides !== "" && html` <span>· ${safeText(sides)}</span>`}</h1><span class="prog" role="status"></span><span class="bar" aria-hidden="true"><i></i></span><div class="seg"><button type="button" data-act="undo" disabled>Undo</button><button type="button" data-act="redo" disabled>Redo</button></div><button type="button" class="save" data-act="save">Save</button><button type="button" class="icon" data-act="theme" aria-label="Light or dark">◐</button><button type="button" class="icon" data-act="help" aria-label="Keys">?</button></header><div id="banner" role="status"></div><div class="lay"><nav class="side" id="side" aria-label="Conflicts"></nav><main id="main" tabindex="-1"><section class="nb" aria-label="${shown}"><h2 class="sr">Cells</h2><div id="parts"><noscript><p class="note lone">This page needs its script to resolve conflicts. Without it: nbdiff resolve.</p></noscript></div></section></main></div><nav class="step" aria-label="Places one by one"><button type="button" data-act="prev" aria-label="Previous place">‹</button><span class="at"></span><button type="button" data-act="next" aria-label="Next place">›</button></nav>${HELP}<script src="page.js" defer></script></body></html>
`)
}

/** The script that the page loads as `page.js`. */
export function mergeScript(): string {
  return MERGE_BUNDLE.script
}

const KEYS = [
  ["j k", "next, previous place"],
  ["n", "next open place"],
  ["1 2 3", "ours, theirs, as it was"],
  ["4 5", "both: ours first, theirs first"],
  ["e", "write it yourself; Ctrl-Enter takes it, Esc leaves it"],
  ["0", "leave it open"],
  ["z Z", "undo, redo (Ctrl-Z too)"],
  ["o", "outputs: ours, theirs, none"],
  ["Alt-↑ Alt-↓", "move the cell"],
  ["Del", "delete the cell"],
  ["Ctrl-S", "save"],
  ["Ctrl-Enter", "save and close"],
  ["t", "light or dark"],
  ["?", "this list"],
] as const

const HELP = html`<dialog id="help" aria-labelledby="helph"><h2 id="helph">Keys</h2><dl>${KEYS.map(([keys, words]) => html`<dt>${keys.split(" ").map((key) => html`<kbd>${key}</kbd> `)}</dt><dd>${words}</dd>`)}</dl><form method="dialog"><label><input type="checkbox" data-act="keys" checked> Single keys are on</label><button class="icon">Close</button></form></dialog>`
