// `npm test`: the quick part of the tests, and what that leaves to `npm run check`. Arguments go to vitest.
// NBDIFF_THOROUGH=1 runs everything (test/support/thorough.ts).

import { spawn } from "node:child_process"
import { readdirSync } from "node:fs"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
const args = process.argv.slice(2)

if (args.length === 0) console.log(announcement())
const child = spawn(process.execPath, ["node_modules/vitest/vitest.mjs", "run", ...args], {
  cwd: root,
  stdio: "inherit",
})
child.on("close", (code) => {
  process.exitCode = code ?? 1
})

function announcement() {
  if (process.env.NBDIFF_THOROUGH === "1") return "All tests: about 10 minutes on two idle cores."
  return [
    "The quick tests: less than 3 minutes on two idle cores, longer on a busy machine.",
    `Left to npm run check (about 12 minutes): ${thoroughFiles()} files of long tests, and most cases of each property.`,
  ].join("\n")
}

function thoroughFiles() {
  const names = readdirSync(new URL("../test", import.meta.url), { recursive: true })
  return names.filter((name) => name.endsWith(".thorough.test.ts")).length
}
