// `npm start`: what git does with notebooks once nbdiff is installed, in a temporary repository that is gone
// afterwards. It leaves one thing: a review, as a page in the temporary directory. Every output is that of the command above it.

import { existsSync } from "node:fs"
import { mkdtemp, readFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { sampleRepository } from "./sample-repository.mjs"

const isColored = process.stdout.isTTY === true && !process.env.NO_COLOR
const bold = (text) => (isColored ? `\x1b[1m${text}\x1b[22m` : text)
const dim = (text) => (isColored ? `\x1b[2m${text}\x1b[22m` : text)

if (!existsSync(fileURLToPath(new URL("../dist/cli.cjs", import.meta.url)))) {
  console.error("nbdiff is not built yet: run npm ci, or npm run build")
  process.exit(1)
}
const opening = sampleRepository(isColored ? {} : { NO_COLOR: "1" })
let ending

// The reader of our output may go away, and Ctrl-C may come: the repository is removed then too.
process.stdout.on("error", () => end(141))
process.on("SIGINT", () => end(130))
process.on("SIGTERM", () => end(143))
process.on("SIGHUP", () => end(129))

try {
  await tour(await opening)
  await end(0)
} catch (error) {
  if (ending === undefined) {
    console.error(error.code === "ENOENT" ? `git is needed, and was not found: ${error.message}` : error)
  }
  await end(1)
}

async function tour({ top, elsewhere, run, git, place, commit }) {
  const show = async (words, cwd = top) => {
    await say(`\n${dim("$")} ${bold(words.map(quoted).join(" "))}`)
    return run(words, { cwd, show: true })
  }

  await heading("The story: two people, one notebook")
  await say(
    "Ada analyzes prices of used bicycles in pricing.ipynb. She changed how rows are dropped, and ran it.",
  )
  await commit("Pricing analysis", { "pricing.ipynb": "pricing/first.ipynb" })
  await place("pricing/cleaned.ipynb", "pricing.ipynb")
  const plain = lineCount(await git("diff"))
  await say(`Without nbdiff, git diff prints ${plain} lines of JSON, with a picture in base64.`)
  await show(["nbdiff", "install"])

  await heading("git diff: what changed")
  await show(["git", "diff"])

  await heading("git log -p: the history, as text")
  await commit("Keep rows that lack only a weight", { "pricing.ipynb": "pricing/cleaned.ipynb" })
  await git("checkout", "-q", "-b", "model")
  await commit("Use the weight too", { "pricing.ipynb": "pricing/theirs.ipynb" })
  await git("checkout", "-q", "main")
  await commit("Label the axes", { "pricing.ipynb": "pricing/ours.ipynb" })
  await show(["git", "log", "-p", "-1", "--format=%s", "main"])

  await heading("git merge: what plain git leaves in conflict")
  await say("Meanwhile, Bob worked on the model in a branch called model. Both re-ran every cell.")
  await say("This is the merge in a clone that has no nbdiff:")
  await git("clone", "-q", top, elsewhere)
  await git("-C", elsewhere, "branch", "-q", "model", "origin/model")
  await show(["git", "merge", "model"], elsewhere)
  const left = await readFile(join(elsewhere, "pricing.ipynb"), "utf8")
  const marks = left.match(/^<<<<<<< /gm)?.length ?? 0
  await say(`${marks} conflicts, and the file ${validity(left)}.`)
  await say("\nThe same merge here:")
  await show(["git", "merge", "-m", "Merge model", "model"])
  await say("\nAda's labels are kept. Compared with her version, these are Bob's changes:")
  await show(["nbdiff", "--outputs=hide", "HEAD~1", "HEAD"])

  await heading("A real conflict: marked in its cell")
  await commit("Monthly report", { "report.ipynb": "report/base.ipynb" })
  await git("checkout", "-q", "-b", "younger")
  await commit("Only bicycles up to eight years", { "report.ipynb": "report/theirs.ipynb" })
  await git("checkout", "-q", "main")
  await commit("Pay more for Tourers", { "report.ipynb": "report/ours.ipynb" })
  await say("Both changed the recommendation in report.ipynb; Bob also changed a line of code.")
  await show(["git", "merge", "younger"])
  const marked = await readFile(join(top, "report.ipynb"), "utf8")
  await say(`\nThe code is merged; the recommendation needs a decision. The file ${validity(marked)}.`)
  await show(["git", "diff"])
  await show(["nbdiff", "resolve", "--list"])
  await say("\nTo resolve it, edit the cell in Jupyter or take one side (here, Bob is right):")
  await show(["nbdiff", "resolve", "--theirs", "--add", "report.ipynb"])
  await show(["git", "commit", "-m", "Merge younger"])

  await heading("The same as people look at it: pictures, tables, prose")
  const review = join(await mkdtemp(join(tmpdir(), "nbdiff-review-")), "review.html")
  const [first = ""] = (await git("rev-list", "--max-parents=0", "main")).split("\n")
  await run(["nbdiff", first.slice(0, 7), "main", "--html", "-o", review], { cwd: top })
  await say(`One file, which needs no network: open it in a browser.\n${bold(review)}`)

  await heading("The end")
  await say(
    "The temporary repository is gone again; the review is left. In one of yours: nbdiff install (nbdiff uninstall undoes it).",
  )
  await say("Read on in README.md.")
}

function heading(text) {
  const rule = "─".repeat(Math.max(0, 76 - text.length))
  return say(`\n${dim("──")} ${bold(text)} ${dim(rule)}`)
}

/** Waits until the line is written, so that it is above what a program writes next. */
function say(line) {
  return new Promise((written) => process.stdout.write(`${line}\n`, () => written()))
}

function quoted(word) {
  return /^[\w./=~%-]+$/.test(word) ? word : `'${word}'`
}

function lineCount(text) {
  return text.split("\n").length - 1
}

function validity(text) {
  try {
    JSON.parse(text)
    return "is still JSON: Jupyter opens it"
  } catch {
    return "is no longer valid JSON: Jupyter cannot open it"
  }
}

/** Ends the process, once: what comes second waits for what came first. */
function end(status) {
  ending ??= removed().then(() => process.exit(status))
  return ending
}

async function removed() {
  const repository = await opening.catch(() => undefined)
  await repository?.remove()
}
