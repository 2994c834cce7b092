import { blue, bold, dim, green, magenta } from "kleur/colors"
import { bothEdits } from "../../merge/resolve/both-edits.js"
import type { RecordedConflict } from "../../merge/resolve/recorded-conflicts.js"
import { baseSource, type ConflictedNotebook, canResolveHere } from "../../merge/resolve/resolve.js"
import { type Choice, type Choices, textOfChoice } from "../../merge/resolve/resolve-marks.js"
import type { Resolution } from "../../merge/text/line-merge.js"
import { languageOf } from "../../notebook/cell-language.js"
import type { Highlight } from "../../render/ink/syntax.js"
import { conflictLine, conflictVersions, type ShownVersion } from "./conflict-lines.js"
import { sourceView } from "./conflict-view.js"

/** Asks and shows for the walk. */
export interface WalkTalk {
  print(text: string): void
  /** What was typed; undefined at the end of the input. */
  ask(prompt: string): Promise<string | undefined>
  /** The edited text; undefined if the editor failed. */
  edit(text: string, type: string): Promise<string | undefined>
  /** Columns; 80 if unknown. */
  readonly width?: number
  readonly highlight?: Highlight
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
      talk.print(shown(name, conflicted, conflict, `${chosen.length + 1} of ${conflicts.length}`, talk))
    const isChosen = chosen.some((choice) => choice !== undefined)
    const step =
      conflict === undefined
        ? await lastStep(name, isChosen, talk)
        : await nextStep(conflicted, conflict, talk)
    if (step === "drop") return new Map()
    if (step === "stop") break
    if (step === "undo") chosen.pop()
    else {
      chosen.push(step === "skip" ? undefined : step)
      const more = conflict === undefined ? 0 : runLength(conflicts, chosen.length - 1)
      if (more > 0 && typeof step === "string" && step !== "skip" && (await isForAll(conflict, more, talk)))
        for (let i = 0; i < more; i++) chosen.push(step)
    }
  }
  return new Map(
    conflicts.flatMap((conflict, i) => {
      const choice = chosen[i]
      return choice === undefined ? [] : [[conflict, choice] as const]
    }),
  )
}

/** Returns how many conflicts after this one are in the next cells that the same side deleted. */
function runLength(conflicts: readonly RecordedConflict[], at: number): number {
  let next = at
  for (;;) {
    const [one, other] = [conflicts[next], conflicts[next + 1]]
    if (one?.kind !== "source" || one.deletedBy === undefined || other?.kind !== "source") break
    if (other.deletedBy !== one.deletedBy || other.cell !== one.cell + 1) break
    next++
  }
  return next - at
}

async function isForAll(
  conflict: RecordedConflict | undefined,
  more: number,
  talk: WalkTalk,
): Promise<boolean> {
  const side = conflict?.kind === "source" ? conflict.deletedBy : undefined
  const cells = more === 1 ? "the next cell" : `the next ${more} cells`
  return (await keyOf(`the same for ${cells} that ${side} deleted? [y,N] `, talk)) === "y"
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

/** Lists words that can be typed instead of a key. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ["ours", "o"],
  ["theirs", "t"],
  ["base", "b"],
  ["union", "u"],
  ["both", "u"],
  ["edit", "e"],
  ["skip", "s"],
  ["merged", "m"],
  ["undo", "z"],
  ["quit", "q"],
  ["stop", "q"],
  ["yes", "y"],
  ["write", "y"],
  ["no", "n"],
])

/** Returns the key or word that was typed; undefined at the end of the input. */
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
    const both = key === "m" ? bothEditsOf(conflicted, conflict) : undefined
    if (both !== undefined) return { kind: "edited", source: both }
    const edited = key === "e" ? await editedChoice(conflicted, conflict, talk) : undefined
    if (edited !== undefined) return edited
    talk.print(HELP)
  }
}

const HELP = `  o  ours           t  theirs         u  both, ours first  b  the base: what both sides come from
  m  both edits, merged by words as shown (where they do not overlap)
  e  edit the cell  s  leave it open  z  undo the last     q  stop, and write what is chosen
`

/** Asks once more after the last conflict, while its answer can still be undone. */
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

/** Returns the keys that can be used for this conflict, each with what it does. */
function promptFor(conflicted: ConflictedNotebook, conflict: RecordedConflict): string {
  const able = [...RESOLUTIONS]
    .filter(([, resolution]) => canResolveHere(conflicted, conflict, resolution))
    .map(([, resolution]) => KEY_WORDS[resolution])
  const both = bothEditsOf(conflicted, conflict) === undefined ? [] : ["[m]erged words"]
  const edit = isText(conflict) ? ["[e]dit"] : []
  return `${[...able, ...both, ...edit, "[s]kip", "[z] undo", "[q]uit"].join(" ")} ? `
}

const KEY_WORDS = {
  ours: "[o]urs",
  theirs: "[t]heirs",
  base: "[b]ase",
  union: "[u]nion",
} as const satisfies Record<Resolution, string>

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
  conflicted: ConflictedNotebook,
  conflict: RecordedConflict,
  count: string,
  { width = 80, highlight }: WalkTalk,
): string {
  const { notebook } = conflicted
  const title = `${bold(`${name}   ${conflictLine(conflict, notebook)}`)} ${dim(`(${count})`)}`
  const cell = conflict.cell === undefined ? undefined : notebook.cells[conflict.cell]
  if (conflict.kind === "source" && cell !== undefined) {
    const language = languageOf(notebook, cell)
    const both = bothEditsOf(conflicted, conflict)
    return `\n${title}\n${sourceView(conflict, { width, language, highlight, both })}`
  }
  const hunks = conflictVersions(conflict, notebook).map((versions) => versions.map(shownVersion).join(""))
  return `\n${title}\n${hunks.join(dim("  ⋯\n"))}`
}

/** Returns the cell with both sides' edits, if they do not overlap and the base is known. */
function bothEditsOf(conflicted: ConflictedNotebook, conflict: RecordedConflict): string | undefined {
  if (conflict.kind !== "source" || conflict.deletedBy !== undefined) return undefined
  const [ours, theirs] = (["ours", "theirs"] as const).map((side) => textOfChoice(conflict.text, side))
  const base = baseSource(conflicted, conflict)
  return base === undefined ? undefined : bothEdits(base, ours ?? "", theirs ?? "")
}

const PAINT = { ours: green, base: blue, theirs: magenta } as const

function shownVersion({ side, label, lines }: ShownVersion): string {
  const paint = PAINT[side]
  const heading = label === "" || label === side ? side : `${side} (${label})`
  return `  ${paint(heading)}\n${lines.map((line) => `    ${paint("│")} ${line}\n`).join("")}`
}
