import { listedWords, partsOf, type Question, questionName } from "./question.js"
import type { SelectJob } from "./select-job.js"

/** Returns a line for each thing that can be chosen, with its parts indented below it:
 *
 *      sub/p.ipynb
 *        baa14826  cell 3: source +1 −1, 1 output   adverts = pd.read_csv("adverts.csv")
 *          731f67fb  cell 3: source +1 −1 */
export function listText(jobs: readonly SelectJob[]): string {
  return jobs
    .map((job) => `${job.name}\n${job.questions.map((question) => lines(job, question, 1)).join("")}`)
    .join("")
}

function lines(job: SelectJob, question: Question, depth: number): string {
  const name = depth === 1 ? questionName(question, job.diff) : ""
  const own = `${"  ".repeat(depth)}${job.idOf(question)}  ${listedWords(question, job.diff)}${name && `   ${name}`}\n`
  return (
    own +
    partsOf(question)
      .map((part) => lines(job, part, depth + 1))
      .join("")
  )
}

/** Sets the version of this object; new fields may be added without a new version. */
const JSON_VERSION = 1

export function listJson(jobs: readonly SelectJob[]): string {
  const files = jobs.map((job) => ({
    path: job.change.path,
    oids: { before: job.change.oids.before ?? null, after: job.change.oids.after ?? null },
    items: job.questions.map((question) => itemJson(job, question)),
  }))
  return `${JSON.stringify({ version: JSON_VERSION, files }, undefined, 2)}\n`
}

/** `before` and `after` are positions of cells from 0, null for what does not belong to one cell. */
function itemJson(job: SelectJob, question: Question): object {
  const cell =
    question.kind === "parts" && question.choice.cell !== undefined ? question.choice.cell : undefined
  const pair = cell === undefined ? undefined : job.diff?.cells[cell]
  return {
    id: job.idOf(question),
    kind: question.kind === "parts" ? question.choice.kind : question.kind,
    before: pair?.before ?? null,
    after: pair?.after ?? null,
    what: listedWords(question, job.diff),
    name: questionName(question, job.diff),
    parts: partsOf(question).map((part) => itemJson(job, part)),
  }
}
