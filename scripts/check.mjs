// `npm run check`: everything that must hold before a commit is pushed. All checks run, the first failure's
// output and every verdict are shown, and the exit code is 0 only if all of them hold.

import { spawn } from "node:child_process"
import { availableParallelism } from "node:os"

const bin = (name) => `node_modules/.bin/${name}`

/** The compiler and the tests weigh most, so they start first. */
const checks = [
  { name: "types", run: [bin("tsc"), "-p", "tsconfig.json"] },
  { name: "types of the pure core", run: [bin("tsc"), "-p", "tsconfig.pure.json"] },
  { name: "format and lint", run: [bin("biome"), "check", "--error-on-warnings"] },
  { name: "layers and cycles", run: [bin("depcruise"), "src", "test", "scripts", "bin"] },
  { name: "dead code", run: [bin("knip")] },
  { name: "dead code but for tests", run: [bin("knip"), "--production"] },
  { name: "build", run: ["npm", "run", "--silent", "build"] },
  { name: "tests", run: [bin("vitest"), "run", "--reporter=dot"] },
]

const started = performance.now()
const failed = await runAll(checks.filter(({ name }) => wanted(name)))
console.log(failed.length === 0 ? `all checks hold (${seconds(started)})` : `FAILED: ${failed.join(", ")}`)
process.exitCode = failed.length === 0 ? 0 : 1

/** `npm run check -- types lint` runs those whose name holds one of the words. */
function wanted(name) {
  const words = process.argv.slice(2)
  return words.length === 0 || words.some((word) => name.includes(word))
}

/** As many at a time as there are cores; answers the names of those that failed. */
async function runAll(queue) {
  const pending = [...queue]
  const failures = []
  const worker = async () => {
    for (let check = pending.shift(); check !== undefined; check = pending.shift()) {
      const begun = performance.now()
      const { code, output } = await execute(check.run)
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
function execute([command, ...args]) {
  return new Promise((answer) => {
    const child = spawn(command, args, {
      stdio: ["ignore", "pipe", "pipe"],
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
