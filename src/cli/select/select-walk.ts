import { blue, bold } from "kleur/colors"
import type { NotebookDiff } from "../../diff/model/notebook-diff.js"
import { type Atom, cellAt } from "../../select/atom.js"
import { composeText } from "../../select/composed-text.js"
import { editableCell, partsOf, type Question, questionWords } from "./question.js"
import { type Taken, takenBy } from "./taken.js"

/** Asks and shows for the walk. */
export interface SelectTalk {
  print(text: string): void
  /** What was typed; undefined at the end of the input. */
  ask(prompt: string): Promise<string | undefined>
  /** The edited text; undefined if the editor failed. */
  edit(text: string, type: string): Promise<string | undefined>
  /** The question as the diff shows it. */
  show(question: Question): string
}

export interface Walked {
  readonly taken: Taken
  /** Whether to stop asking, in all files. */
  readonly quits: boolean
}

interface Entry {
  readonly question: Question
  answer: "yes" | "no" | undefined
  edited?: string
}

interface Walk {
  readonly diff: NotebookDiff | undefined
  readonly entries: Entry[]
  readonly talk: SelectTalk
  readonly verb: string
  readonly canEdit: boolean
  at: number
  quits: boolean
}

/** Holds how the walk asks: `verb` is what happens to a part, such as "Stage". */
export interface WalkOptions {
  readonly verb: string
  /** Whether a source can be edited before it is used. */
  readonly canEdit: boolean
}

/** Asks one question after the other, with the keys of `git add -p`. */
export async function walkQuestions(
  diff: NotebookDiff | undefined,
  questions: readonly Question[],
  { verb, canEdit }: WalkOptions,
  talk: SelectTalk,
): Promise<Walked> {
  const entries = questions.map((question): Entry => ({ question, answer: undefined }))
  const walk: Walk = { diff, entries, talk, verb, canEdit, at: 0, quits: false }
  let isShown = false
  for (let entry = entries[0]; entry !== undefined && entry.answer === undefined; entry = entries[walk.at]) {
    if (!isShown) talk.print(talk.show(entry.question))
    isShown = !(await answered(walk, entry))
  }
  return { taken: takenOf(entries), quits: walk.quits }
}

function takenOf(entries: readonly Entry[]): Taken {
  const taken = entries.filter(({ answer }) => answer === "yes")
  const edited = taken.flatMap(({ question, edited: text }) =>
    text !== undefined && question.kind === "parts" && question.choice.cell !== undefined
      ? [[question.choice.cell, text] as const]
      : [],
  )
  return takenBy(
    taken.map(({ question }) => question),
    new Map(edited),
  )
}

/** Asks until a valid key is typed. Returns whether there is something new to show. */
async function answered(walk: Walk, entry: Entry): Promise<boolean> {
  const keys = keysFor(walk, entry)
  const count = `(${walk.at + 1}/${walk.entries.length})`
  const question = `${count} ${walk.verb} ${questionWords(entry.question, walk.diff)} [${keys.join(",")}]? `
  const typed = (await walk.talk.ask(bold(blue(question))))?.trim().toLowerCase()
  const key = typed === undefined ? "q" : typed.slice(0, 1)
  if (!keys.includes(key) || key === "?") {
    walk.talk.print(help(walk.verb, keys))
    return false
  }
  await act(walk, entry, key)
  return true
}

async function act(walk: Walk, entry: Entry, key: string): Promise<void> {
  const { entries } = walk
  switch (key) {
    case "y":
    case "n":
      entry.answer = key === "y" ? "yes" : "no"
      break
    case "a":
    case "d":
      for (const one of entries.slice(walk.at)) one.answer ??= key === "a" ? "yes" : "no"
      break
    case "q":
      walk.quits = true
      for (const one of entries) one.answer ??= "no"
      break
    case "j":
    case "k":
      walk.at = openEntry(walk, key === "j" ? 1 : -1) ?? walk.at
      return
    case "s":
      split(walk, entry)
      return
    case "e":
      await edit(walk, entry)
      break
    default:
      return
  }
  if (entry.answer !== undefined) walk.at = nextOpen(walk)
}

/** Returns the next entry without an answer, from the start again after the last; the end if there is none. */
function nextOpen({ entries, at }: Walk): number {
  const later = entries.findIndex(({ answer }, i) => i > at && answer === undefined)
  if (later >= 0) return later
  const earlier = entries.findIndex(({ answer }) => answer === undefined)
  return earlier >= 0 ? earlier : entries.length
}

function openEntry({ entries, at }: Walk, step: 1 | -1): number | undefined {
  for (let i = at + step; i >= 0 && i < entries.length; i += step)
    if (entries[i]?.answer === undefined) return i
  return undefined
}

function split({ entries, at, talk }: Walk, { question }: Entry): void {
  const parts = partsOf(question)
  talk.print(`Split into ${parts.length} parts.\n`)
  entries.splice(at, 1, ...parts.map((part): Entry => ({ question: part, answer: undefined })))
}

async function edit({ diff, talk }: Walk, entry: Entry): Promise<void> {
  const cell = editableCell(entry.question, diff)
  if (cell === undefined || diff === undefined || entry.question.kind !== "parts") return
  const { atoms } = entry.question.choice
  const type = diff.b.cells[cellAt(diff, cell).after[0] ?? -1]?.type ?? "code"
  const text = await talk.edit(takenSource(diff, cell, atoms), type)
  if (text === undefined) {
    talk.print("The editor failed: nothing is edited.\n")
    return
  }
  entry.answer = "yes"
  entry.edited = text
}

/** Returns the cell's source as it would be used. */
function takenSource(diff: NotebookDiff, k: number, atoms: readonly Atom[]): string {
  const { before, after, changes } = cellAt(diff, k)
  const [a, b] = [diff.a.cells[before[0] ?? -1], diff.b.cells[after[0] ?? -1]]
  if (a === undefined || b === undefined) return (b ?? a)?.source ?? ""
  const hunks = changes.source?.hunks ?? []
  const isTaken = hunks.map((_, hunk) => atoms.some((atom) => atom.kind === "hunk" && atom.hunk === hunk))
  return composeText(a.source, b.source, hunks, isTaken)
}

function keysFor(walk: Walk, { question }: Entry): readonly string[] {
  return [
    ...["y", "n", "q", "a", "d"],
    ...(openEntry(walk, 1) === undefined ? [] : ["j"]),
    ...(openEntry(walk, -1) === undefined ? [] : ["k"]),
    ...(partsOf(question).length > 0 ? ["s"] : []),
    ...(walk.canEdit && editableCell(question, walk.diff) !== undefined ? ["e"] : []),
    ...["p", "?"],
  ]
}

const KEY_HELP = new Map<string, (verb: string) => string>([
  ["y", (verb) => `${verb} this`],
  ["n", (verb) => `do not ${verb} this`],
  ["q", (verb) => `quit; do not ${verb} this or any of the remaining ones`],
  ["a", (verb) => `${verb} this and everything later in the file`],
  ["d", (verb) => `do not ${verb} this or anything later in the file`],
  ["j", () => "leave this undecided, go to the next undecided one"],
  ["k", () => "leave this undecided, go to the previous undecided one"],
  ["s", () => "split this into its parts"],
  ["e", () => "edit the source before it is used"],
  ["p", () => "show this again"],
  ["?", () => "show this help"],
])

function help(verb: string, keys: readonly string[]): string {
  return keys.map((key) => `${key} - ${KEY_HELP.get(key)?.(verb.toLowerCase()) ?? ""}\n`).join("")
}
