#!/usr/bin/env node
// CommonJS, so that Node never starts its ES module loader; and git's calls load nothing of the CLI.
"use strict"

const { join } = require("node:path")

const isDriver = process.argv[2] === "driver"

// git reads 1 as "conflict": what went wrong unexpectedly must not look like an answer
const crashed = isDriver ? 2 : 70

// what these two write is written when they answer: Node's own way out would take as long as a small notebook
const isWritten = isDriver && ["diff", "textconv"].includes(process.argv[3])

run().then(
  (code) => {
    if (isWritten) process.exit(code)
    process.exitCode = code
  },
  (error) => {
    process.exitCode = crashed
    process.stderr.write(`nbdiff: ${process.env.NBDIFF_DEBUG ? error?.stack : firstLine(error)}\n`)
  },
)

/** Answers the exit code. */
async function run() {
  const load = loader()
  const program = isDriver ? load("../dist/driver.cjs") : load("../dist/cli.cjs")
  return program.main(process.argv.slice(isDriver ? 3 : 2))
}

/** What loads the program. git starts a process for each file, and a quarter of a small diff would be compiling:
 *  what V8 compiled is kept beside the program, where only who may change the program can change it. */
function loader() {
  if (process.env.NODE_DISABLE_COMPILE_CACHE) return require
  const directory = join(__dirname, "..", "dist", "compiled")
  if (process.version.startsWith("v20.")) return require("./compile-cache.js").cachedRequire(directory)
  require("node:module").enableCompileCache?.(directory)
  return require
}

function firstLine(error) {
  return String(error?.message ?? error).split("\n", 1)[0]
}
