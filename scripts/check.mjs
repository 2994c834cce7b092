// `npm run check`: everything that must hold before a commit is pushed. All checks run; every verdict
// and the output of what failed are shown, and the exit code is 0 only if all of them hold.
// `npm run check -- types lint` runs those whose names hold one of the words.

import { spawn } from "node:child_process"
import { availableParallelism } from "node:os"

const bin = (name) => `node_modules/.bin/${name}`

/** The compiler and the tests weigh most, so they start first. */
const checks = [
  { name: "types", run: [bin("tsc"), "-p", "tsconfig.json"] },
  { name: "types of the browser tests", run: [bin("tsc"), "-p", "tsconfig.browser.json"] },
  { name: "types of the pure core", run: [bin("tsc"), "-p", "tsconfig.pure.json"] },
  { name: "types of the page", run: [bin("tsc"), "-p", "tsconfig.page.json"] },
  { name: "format and lint", run: [bin("biome"), "check", "--error-on-warnings"] },
  { name: "layers and cycles", run: [bin("depcruise"), "src", "test", "scripts", "bench"] },
  { name: "dead code", run: [bin("knip")] },
  { name: "dead code but for tests", run: [bin("knip"), "--production"] },
  { name: "plain English", run: ["node", "scripts/check-english.mjs"] },
  { name: "build and package", run: ["node", "scripts/release/check-package.mjs"] },
  { name: "all tests", run: [bin("vitest"), "run", "--reporter=dot"], env: { NBDIFF_THOROUGH: "1" } },
]

const words = process.argv.slice(2)
const chosen = checks.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)))
if (chosen.length === 0) throw new Error(`no check is called ${words.join(", ")}`)

const started = performance.now()
const failed = await runAll(chosen)
console.log(failed.length === 0 ? `all checks hold (${seconds(started)})` : `FAILED: ${failed.join(", ")}`)
process.exitCode = failed.length === 0 ? 0 : 1

/** As many at a time as there are cores; returns the names of those that failed. */
async function runAll(queue) {
  const pending = [...queue]
  const failures = []
  const worker = async () => {
    for (let check = pending.shift(); check !== undefined; check = pending.shift()) {
      const begun = performance.now()
      const { code, output } = await execute(check)
      console.log(`${code === 0 ? "ok  " : "FAIL"}  ${check.name} (${seconds(begun)})`)
      if (code !== 0) {
        failures.push(check.name)
        console.log(output.trimEnd())
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), queue.length) }, worker))
  return failures
}

/** Output is kept whole, standard output and error as they came. */
function execute({ run: [command, ...args], env = {} }) {
  return new Promise((answer) => {
    const child = spawn(command, args, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...env },
      shell: process.platform === "win32",
    })
    const chunks = []
    child.stdout.on("data", (chunk) => chunks.push(chunk))
    child.stderr.on("data", (chunk) => chunks.push(chunk))
    child.on("error", (error) => answer({ code: 127, output: error.message }))
    child.on("close", (code) => answer({ code, output: Buffer.concat(chunks).toString() }))
  })
}

function seconds(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`
}
