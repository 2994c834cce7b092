// `node scripts/pictures.mjs`: draws docs/pictures/*.svg, each from what the built program shows of the notebooks
// in examples/. With --check it writes nothing, and says which pictures are no longer what is shown.

import { mkdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { ansiToSvg } from "./ansi-svg.mjs"
import { sampleRepository } from "./sample-repository.mjs"

const folder = fileURLToPath(new URL("../docs/pictures/", import.meta.url))
const columns = 100

const repository = await sampleRepository({
  COLUMNS: String(columns),
  TERM: "xterm-256color",
  COLORFGBG: "15;0",
  COLORTERM: "",
  NO_COLOR: "",
  GIT_AUTHOR_DATE: "2024-03-04T10:00:00Z",
  GIT_COMMITTER_DATE: "2024-03-04T10:00:00Z",
})
const pictures = await drawAll(repository).finally(repository.remove)
const stale = await Promise.all(Object.entries(pictures).map(([name, svg]) => put(name, svg)))
process.exitCode = process.argv.includes("--check") && stale.some(Boolean) ? 1 : 0

/** The pictures by their names. */
async function drawAll({ run, git, place, commit }) {
  const pictures = {}
  const draw = async (name, words) => {
    const { status, output } = await run(colored(words))
    if (status !== 0) throw new Error(`${words.join(" ")}: ${output}`)
    pictures[name] = ansiToSvg(`\x1b[2m$\x1b[m \x1b[1m${words.join(" ")}\x1b[m\n${output.trimEnd()}`, columns)
  }
  await run(["nbdiff", "install"])
  await commit("Pricing analysis", { "pricing.ipynb": "pricing/first.ipynb" })
  await place("pricing/cleaned.ipynb", "pricing.ipynb")
  await draw("diff", ["git", "diff"])
  await commit("Keep rows that lack only a weight", { "pricing.ipynb": "pricing/cleaned.ipynb" })
  await place("pricing/theirs.ipynb", "pricing.ipynb")
  await draw("side-by-side", ["nbdiff", "--side-by-side", "--outputs=hide"])
  await git("checkout", "-q", "pricing.ipynb")
  await commit("Label the axes", { "pricing.ipynb": "pricing/ours.ipynb" })
  await draw("log", ["git", "log", "-p", "-1", "--format=%s"])
  await commit("Monthly report", { "report.ipynb": "report/base.ipynb" })
  await git("checkout", "-q", "-b", "younger")
  await commit("Only bicycles up to eight years", { "report.ipynb": "report/theirs.ipynb" })
  await git("checkout", "-q", "main")
  await commit("Pay more for Tourers", { "report.ipynb": "report/ours.ipynb" })
  await run(["git", "merge", "younger"])
  await draw("conflict", ["nbdiff", "show", "--outputs=hide", "report.ipynb"])
  return pictures
}

/** The same command writing colors into a pipe. */
function colored([name, command, ...args]) {
  if (name === "git") return [name, "-c", "color.ui=always", command, ...args]
  return command === "show"
    ? [name, command, "--color=always", ...args]
    : [name, "--color=always", command, ...args]
}

/** Whether the picture is not what is there. */
async function put(name, svg) {
  const file = join(folder, `${name}.svg`)
  const isStale = (await readFile(file, "utf8").catch(() => "")) !== svg
  if (!process.argv.includes("--check")) {
    await mkdir(folder, { recursive: true })
    await writeFile(file, svg)
  } else if (isStale)
    console.error(`docs/pictures/${name}.svg is not what nbdiff shows: run node scripts/pictures.mjs`)
  return isStale
}
