import { blue, bold, dim, green, magenta } from "kleur/colors"
import type { Settlement } from "../merge/line-merge.js"
import type { RecordedConflict } from "../merge/recorded-conflicts.js"
import { canSettleHere, type OpenNotebook } from "../merge/resolve.js"
import type { Choice, Choices } from "../merge/resolve-marks.js"
import { conflictLine, conflictVersions, type ShownVersion } from "./conflict-lines.js"

/** Whom the walk talks to. */
export interface WalkTalk {
  say(text: string): void
  /** What was typed; undefined where there is no more. */
  ask(prompt: string): Promise<string | undefined>
  /** The text as it was edited; undefined where the editor failed. */
  edit(text: string, type: string): Promise<string | undefined>
}

/** Walks through what is open in a notebook, one conflict after the other, and answers what was chosen. What was
 *  passed over stays open; whoever stops early keeps what was chosen until then. */
export async function walkConflicts(name: string, open: OpenNotebook, talk: WalkTalk): Promise<Choices> {
  const { conflicts } = open
  const chosen: (Choice | undefined)[] = []
  while (chosen.length < conflicts.length) {
    const conflict = conflicts[chosen.length] as RecordedConflict
    talk.say(shown(name, open, conflict, `${chosen.length + 1} of ${conflicts.length}`))
    const step = await nextStep(open, conflict, talk)
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

const SETTLEMENTS: { readonly [key: string]: Settlement } = { o: "ours", t: "theirs", b: "base", u: "union" }
const OTHER_STEPS: { readonly [key: string]: "skip" | "undo" | "stop" } = { s: "skip", z: "undo", q: "stop" }

async function nextStep(open: OpenNotebook, conflict: RecordedConflict, talk: WalkTalk): Promise<Step> {
  for (;;) {
    const answer = (await talk.ask(promptFor(open, conflict)))?.trim().toLowerCase()
    if (answer === undefined) return "stop"
    const key = answer.slice(0, 1)
    const settlement = SETTLEMENTS[key]
    const other = OTHER_STEPS[key]
    if (other !== undefined) return other
    if (settlement !== undefined && canSettleHere(open, conflict, settlement)) return settlement
    const edited = key === "e" ? await editedChoice(open, conflict, talk) : undefined
    if (edited !== undefined) return edited
    talk.say(HELP)
  }
}

const HELP = `  o  ours           t  theirs        u  both, ours first   b  as it was before
  e  edit the cell  s  leave it open  z  undo the last      q  stop, and write what is chosen
`

/** The keys that mean something for this conflict. */
function promptFor(open: OpenNotebook, conflict: RecordedConflict): string {
  const able = Object.entries(SETTLEMENTS)
    .filter(([, settlement]) => canSettleHere(open, conflict, settlement))
    .map(([key]) => key)
  return `[${[...able, ...(isText(conflict) ? ["e"] : []), ...Object.keys(OTHER_STEPS)].join(",")},?] `
}

function isText({ kind }: RecordedConflict): boolean {
  return kind === "source" || kind === "stray"
}

async function editedChoice(
  { notebook }: OpenNotebook,
  conflict: RecordedConflict,
  talk: WalkTalk,
): Promise<Choice | undefined> {
  const cell = conflict.cell === undefined ? undefined : notebook.cells[conflict.cell]
  if (cell === undefined || !isText(conflict)) return undefined
  const source = await talk.edit(cell.source, cell.type)
  return source === undefined ? undefined : { kind: "edited", source }
}

function shown(name: string, { notebook }: OpenNotebook, conflict: RecordedConflict, count: string): string {
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
