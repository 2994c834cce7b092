import { readFileSync } from "node:fs"
import type { GitPlace } from "../../git/repository/git-process.js"
import { imageComparison } from "../../node/images/image-comparison.js"
import { terminalLines } from "../../render/terminal.js"
import type { TerminalOptions } from "../../render/words/view-options.js"
import { shownChoice } from "../../select/shown-choice.js"
import { terminalTalk } from "../resolve/prompt.js"
import type { Question } from "./question.js"
import type { SelectJob } from "./select-job.js"
import type { SelectTalk } from "./select-walk.js"

/** Asks a person at the terminal, or reads lines of standard input. */
export type Answers = Pick<SelectTalk, "ask">

/** Reads answers from standard input, one on each line, as git does without a terminal. */
export function pipedAnswers(): Answers {
  let lines: string[] | undefined
  return {
    ask(prompt) {
      lines ??= readFileSync(0, "utf8").split("\n")
      // what follows the last line end is not a line
      const line = lines.length > 1 || lines[0] !== "" ? lines.shift() : undefined
      process.stdout.write(`${prompt}${line ?? ""}\n`)
      return Promise.resolve(line)
    },
  }
}

/** Returns the questions and output for one file. */
export async function talkAbout(
  job: SelectJob,
  answers: Answers | undefined,
  view: TerminalOptions,
  place: GitPlace,
): Promise<SelectTalk> {
  const compared = job.diff && (await imageComparison(job.diff))
  const options = { ...view, comparePixels: compared }
  return { ...terminalTalk(place), ...answers, show: (question) => shown(job, question, options) }
}

/** Returns the question as the diff shows it, without the line that names the file. */
function shown({ diff, name }: SelectJob, question: Question, view: TerminalOptions): string {
  if (question.kind !== "parts" || diff === undefined) return ""
  const { choice } = question
  const isWhole = choice.cell === undefined
  const rows = terminalLines(
    shownChoice(diff, choice),
    { path: name, status: "modified" },
    {
      ...view,
      // show what a diff hides by default if there is nothing else to show
      all: !isWhole || choice.kind === "format",
      metadata: choice.kind === "metadata" || choice.kind === "notebook" ? "show" : view.metadata,
    },
  )
  return [...rows].slice(1).join("")
}
