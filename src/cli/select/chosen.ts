import type { Choice } from "../../select/choices.js"
import { cellsNamed, narrowedAtoms, narrowedChoices, wantedAspects } from "../../select/narrowing.js"
import { partsOf, type Question } from "./question.js"
import type { SelectJob } from "./select-job.js"
import type { SelectionOptions } from "./select-options.js"

/** Returns the questions of a file that the options select: parts narrowed to the selected atoms, and questions
 *  about the file itself if all of it or their own id is asked for. */
export function chosenQuestions(job: SelectJob, selection: SelectionOptions): readonly Question[] {
  const { diff, questions } = job
  const named = namedQuestions(job, selection.items)
  const isWide =
    selection.cells === undefined && selection.only === undefined && selection.ignore === undefined
  const ofFile = questions
    .filter(({ kind }) => kind !== "parts")
    .filter((question) => isWide && (named === undefined || named.includes(question)))
  if (diff === undefined) return ofFile
  const atoms = narrowedAtoms(diff, {
    aspects: wantedAspects(selection.only, selection.ignore),
    cells: selection.cells && new Set(selection.cells.flatMap((name) => cellsNamed(diff, name))),
    choices: named?.flatMap((question) => (question.kind === "parts" ? [question.choice] : [])),
  })
  const choices = narrowedChoices(choicesIn(questions), atoms)
  return [...ofFile, ...choices.map((choice): Question => ({ kind: "parts", choice }))]
}

function choicesIn(questions: readonly Question[]): readonly Choice[] {
  return questions.flatMap((question) => (question.kind === "parts" ? [question.choice] : []))
}

function namedQuestions(job: SelectJob, ids: readonly string[] | undefined): readonly Question[] | undefined {
  return ids && withParts(job.questions).filter((question) => ids.includes(job.idOf(question)))
}

/** Returns the questions and all that they can be split into. */
function withParts(questions: readonly Question[]): readonly Question[] {
  return questions.flatMap((question) => [question, ...withParts(partsOf(question))])
}

/** Returns the names of cells and items that are in none of the files. */
export function unknownNames(
  jobs: readonly SelectJob[],
  { cells = [], items = [] }: SelectionOptions,
): readonly string[] {
  const isCell = (name: string): boolean =>
    jobs.some(({ diff }) => diff !== undefined && cellsNamed(diff, name).length > 0)
  const ids = new Set(items.length === 0 ? [] : jobs.flatMap((job) => withParts(job.questions).map(job.idOf)))
  return [...cells.filter((name) => !isCell(name)), ...items.filter((id) => !ids.has(id))]
}
