// Long runs of the attacks in test/fuzz; `npm test` runs a few seconds of each.
//
//   node fuzz/run.mjs --target parser [--minutes 10] [--seed 1] [--out <folder>]
//   node fuzz/run.mjs --target merger --replay <folder>     a kept case again
//
// Real notebooks to start from are taken from NBDIFF_CORPUS, or from ../shared/corpus where that is. Every case
// follows from its seed. What is found is reduced and written to --out: one folder a finding.
// Exit code 1 when something was found.

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { parseArgs } from "node:util"
import { isMainThread, Worker, workerData } from "node:worker_threads"
import { build } from "esbuild"
import { hunt, replay } from "./hunt.mjs"

const root = resolve(fileURLToPath(new URL("..", import.meta.url)))
/** Milliseconds that one case may take before it counts as a hang. */
const HANG = 60_000

if (isMainThread) process.exitCode = await main()
else await hunt(workerData, await import(pathToFileURL(workerData.bundle).href), realNotebooks())

async function main() {
  const { values } = parseArgs({
    options: {
      target: { type: "string" },
      minutes: { type: "string", default: "10" },
      seed: { type: "string", default: "1" },
      out: { type: "string", default: join(tmpdir(), "nbdiff-findings") },
      replay: { type: "string" },
    },
  })
  const folder = mkdtempSync(join(tmpdir(), "nbdiff-fuzz-"))
  try {
    const bundle = await bundleTargets(folder)
    const job = {
      ...values,
      bundle,
      launcher: join(root, "bin/nbdiff.js"),
      minutes: Number(values.minutes),
      seed: Number(values.seed),
    }
    if (values.replay !== undefined) return await replay(job, await import(pathToFileURL(bundle).href))
    return await watch(job)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function bundleTargets(folder) {
  const outfile = join(folder, "targets.mjs")
  await build({
    absWorkingDir: root,
    stdin: {
      contents: 'export * from "./targets.js"\nexport * from "./drivers.js"\nexport * from "./random.js"\n',
      resolveDir: join(root, "test/fuzz"),
    },
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    sourcemap: "inline",
    logLevel: "warning",
    banner: {
      js: 'import { createRequire } from "node:module"\nconst require = createRequire(import.meta.url)\n',
    },
  })
  return outfile
}

/** Runs the hunt on a thread of its own, so that a case that never ends is a finding too. */
function watch(job) {
  const progress = new Float64Array(new SharedArrayBuffer(16))
  const worker = new Worker(fileURLToPath(import.meta.url), { workerData: { ...job, progress } })
  return new Promise((answer) => {
    const timer = setInterval(() => {
      const [seed, since] = progress
      if (since === 0 || Date.now() - since < HANG) return
      clearInterval(timer)
      console.log(`HANG: seed ${seed} of ${job.target} runs for over ${HANG / 1000} s`)
      worker.terminate().then(() => answer(1))
    }, 1000)
    worker.on("message", ({ found }) => {
      clearInterval(timer)
      answer(found === 0 ? 0 : 1)
    })
    worker.on("error", (error) => {
      clearInterval(timer)
      console.log(`the hunt itself ended at seed ${progress[0]}: ${error.stack}`)
      answer(2)
    })
  })
}

/** None larger than an ordinary notebook: a case should take milliseconds. */
function realNotebooks() {
  const corpus = [process.env.NBDIFF_CORPUS, join(root, "../shared/corpus")].find(
    (path) => path && existsSync(path),
  )
  if (corpus === undefined) return []
  const paths = readdirSync(corpus, { recursive: true })
    .filter((path) => path.endsWith(".ipynb"))
    .sort()
  return paths
    .map((path) => readFileSync(join(corpus, path)))
    .filter(({ length }) => length > 0 && length < 30_000)
}
