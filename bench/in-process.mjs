// One measurement in a fresh process, as cold as a driver is: `node bench/in-process.mjs <what> <files…>` prints
// milliseconds. Reading the files is not counted.

import { readFileSync } from "node:fs"

const [what, ...paths] = process.argv.slice(2)
const files = paths.map((path) => readFileSync(path))
const library = what.startsWith("nbdiff") ? await import("../dist/index.js") : undefined
const jsdiff = what === "jsdiff" ? await import("diff") : undefined
const texts = what === "JSON.parse" || what === "jsdiff" ? files.map((bytes) => bytes.toString("utf8")) : []

const started = performance.now()
const result = {
  "nbdiff parse": () => library.parseNotebook(files[0]),
  "nbdiff diff": () => library.diffNotebooks(...files.map(library.parseNotebook)),
  "JSON.parse": () => JSON.parse(texts[0]),
  "JSON.parse of bytes": () => JSON.parse(files[0].toString("utf8")),
  jsdiff: () => jsdiff.diffLines(...texts),
}[what]()
console.log(performance.now() - started)
if (result === undefined) process.exitCode = 1
