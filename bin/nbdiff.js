#!/usr/bin/env node
// CommonJS, so that Node never starts its ES module loader; and git's calls load nothing of the CLI.
"use strict"

const isDriver = process.argv[2] === "driver"

// git reads 1 as "conflict": what went wrong unexpectedly must not look like an answer
const crashed = isDriver ? 2 : 70

run().then(
  (code) => {
    process.exitCode = code
  },
  (error) => {
    process.exitCode = crashed
    process.stderr.write(`nbdiff: ${process.env.NBDIFF_DEBUG ? error?.stack : firstLine(error)}\n`)
  },
)

/** Answers the exit code. */
async function run() {
  const program = isDriver ? require("../dist/driver.cjs") : require("../dist/cli.cjs")
  return program.main(process.argv.slice(isDriver ? 3 : 2))
}

function firstLine(error) {
  return String(error?.message ?? error).split("\n", 1)[0]
}
