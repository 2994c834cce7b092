import { blue, bold, dim, green, magenta } from "kleur/colors"
import type { RecordedConflict } from "../../merge/resolve/recorded-conflicts.js"
import { type ConflictedNotebook, canResolveHere } from "../../merge/resolve/resolve.js"
import type { Choice, Choices } from "../../merge/resolve/resolve-marks.js"
import type { Resolution } from "../../merge/text/line-merge.js"
import { conflictLine, conflictVersions, type ShownVersion } from "./conflict-lines.js"

/** Whom the walk talks to. */
export interface WalkTalk {
  print(text: string): void
  /** What was typed; undefined where there is no more. */
  ask(prompt: string): Promise<string | undefined>
  /** The text as it was edited; undefined where the editor failed. */
  edit(text: string, type: string): Promise<string | undefined>
}

/** Walks through what is unresolved in a notebook, one conflict after the other, and returns what was chosen. What was
 *  skipped stays unresolved; whoever stops early keeps what was chosen until then. */
export async function walkConflicts(
  name: string,
  conflicted: ConflictedNotebook,
  talk: WalkTalk,
): Promise<Choices> {
  const { conflicts } = conflicted
  const chosen: (Choice | undefined)[] = []
  for (;;) {
    const conflict = conflicts[chosen.length]
    if (conflict !== undefined)
      talk.print(shown(name, conflicted, conflict, `${chosen.length + 1} of ${conflicts.length}`))
    const isChosen = chosen.some((choice) => choice !== undefined)
    const step =
      conflict === undefined
        ? await lastStep(name, isChosen, talk)
        : await nextStep(conflicted, conflict, talk)
    if (step === "drop") return new Map()
    if (step === "stop") break
    if (step === "undo") chosen.pop()
    else chosen.push(step === "skip" ? undefined : step)
  }
  return new Map(
    conflicts.flatMap((conflict, i) => {
      const choice = chosen[i]
      return choice === undefined ? [] : [[conflict, choice] as const]
    }),
  )
}

type Step = Choice | "skip" | "undo" | "stop"

const RESOLUTIONS: ReadonlyMap<string, Resolution> = new Map([
  ["o", "ours"],
  ["t", "theirs"],
  ["b", "base"],
  ["u", "union"],
])
const OTHER_STEPS: ReadonlyMap<string, "skip" | "undo" | "stop"> = new Map([
  ["s", "skip"],
  ["z", "undo"],
  ["q", "stop"],
])

/** What is typed in place of a key. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ["ours", "o"],
  ["theirs", "t"],
  ["base", "b"],
  ["union", "u"],
  ["both", "u"],
  ["edit", "e"],
  ["skip", "s"],
  ["undo", "z"],
  ["quit", "q"],
  ["stop", "q"],
  ["yes", "y"],
  ["write", "y"],
  ["no", "n"],
])

/** The key that was typed, or the word; undefined where there is no more to read. */
async function keyOf(prompt: string, talk: WalkTalk): Promise<string | undefined> {
  const answer = (await talk.ask(prompt))?.trim().toLowerCase()
  return answer === undefined ? undefined : (WORDS.get(answer) ?? answer)
}

async function nextStep(
  conflicted: ConflictedNotebook,
  conflict: RecordedConflict,
  talk: WalkTalk,
): Promise<Step> {
  for (;;) {
    const key = await keyOf(promptFor(conflicted, conflict), talk)
    if (key === undefined) return "stop"
    const resolution = RESOLUTIONS.get(key)
    const other = OTHER_STEPS.get(key)
    if (other !== undefined) return other
    if (resolution !== undefined && canResolveHere(conflicted, conflict, resolution)) return resolution
    const edited = key === "e" ? await editedChoice(conflicted, conflict, talk) : undefined
    if (edited !== undefined) return edited
    talk.print(HELP)
  }
}

const HELP = `  o  ours           t  theirs        u  both, ours first   b  as it was before
  e  edit the cell  s  leave it open  z  undo the last      q  stop, and write what is chosen
`

/** After the last conflict, while the answer to it can still be undone. */
async function lastStep(name: string, isChosen: boolean, talk: WalkTalk): Promise<"stop" | "undo" | "drop"> {
  for (;;) {
    const key = isChosen ? await keyOf(`write ${name}? [Y,n,z] `, talk) : undefined
    if (key === undefined || key === "" || key === "y") return "stop"
    if (key === "n") return "drop"
    if (key === "z") return "undo"
    talk.print(LAST_HELP)
  }
}

const LAST_HELP = `  y  write what is chosen  n  leave all open  z  undo the last
`

/** The keys that mean something for this conflict. */
function promptFor(conflicted: ConflictedNotebook, conflict: RecordedConflict): string {
  const able = [...RESOLUTIONS]
    .filter(([, resolution]) => canResolveHere(conflicted, conflict, resolution))
    .map(([key]) => key)
  return `[${[...able, ...(isText(conflict) ? ["e"] : []), ...OTHER_STEPS.keys()].join(",")},?] `
}

function isText({ kind }: RecordedConflict): boolean {
  return kind === "source" || kind === "stray"
}

async function editedChoice(
  { notebook }: ConflictedNotebook,
  conflict: RecordedConflict,
  talk: WalkTalk,
): Promise<Choice | undefined> {
  const cell = conflict.cell === undefined ? undefined : notebook.cells[conflict.cell]
  if (cell === undefined || !isText(conflict)) return undefined
  const source = await talk.edit(cell.source, cell.type)
  return source === undefined ? undefined : { kind: "edited", source }
}

function shown(
  name: string,
  { notebook }: ConflictedNotebook,
  conflict: RecordedConflict,
  count: string,
): string {
  const title = `${bold(`${name}   ${conflictLine(conflict, notebook)}`)} ${dim(`(${count})`)}`
  const hunks = conflictVersions(conflict, notebook).map((versions) => versions.map(shownVersion).join(""))
  return `\n${title}\n${hunks.join(dim("  ⋯\n"))}`
}

const PAINT = { ours: green, base: blue, theirs: magenta } as const

function shownVersion({ side, label, lines }: ShownVersion): string {
  const paint = PAINT[side]
  const heading = label === "" || label === side ? side : `${side} (${label})`
  return `  ${paint(heading)}\n${lines.map((line) => `    ${paint("│")} ${line}\n`).join("")}`
}
