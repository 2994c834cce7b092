// What git pays to start us: the launcher and the driver's bundle, against a Node that does nothing.
// `npm run bench`. The runs take turns, so that a busy moment hits all of them alike.

import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"

const launcher = fileURLToPath(new URL("../bin/nbdiff.js", import.meta.url))
const rounds = 40

const programs = {
  "node -e 0": ["-e", "0"],
  "nbdiff driver": [launcher, "driver"],
  "nbdiff --version": [launcher, "--version"],
}

const times = Object.fromEntries(Object.keys(programs).map((name) => [name, []]))
for (let round = 0; round < rounds; round++) {
  for (const [name, args] of Object.entries(programs)) times[name].push(timed(args))
}
for (const [name, measured] of Object.entries(times)) {
  const sorted = measured.sort((x, y) => x - y)
  const [least, median] = [sorted[0], sorted[rounds / 2]].map((ms) => `${ms.toFixed(1)} ms`.padStart(9))
  console.log(`${name.padEnd(18)} least ${least}   median ${median}`)
}

/** Milliseconds from spawning to exit; what the program answers does not matter here. */
function timed(args) {
  const started = performance.now()
  spawnSync(process.execPath, args, { stdio: "ignore" })
  return performance.now() - started
}
