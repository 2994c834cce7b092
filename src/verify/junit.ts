import { safeText } from "../render/ink/safe-text.js"
import { renderPlain } from "../render/plain.js"
import { cellName } from "../render/words/cell-title.js"
import { VIEW_DEFAULTS } from "../render/words/view-options.js"
import { type PassOptions, passes, type Verdict } from "./verdict.js"
import { fileName, judgedCell, positionOf, type VerifiedFile } from "./verified-file.js"

/** Returns the verdicts as JUnit's XML: a suite a notebook, a case a code cell. What could not be compared is skipped,
 *  and a failure holds the cell's diff. */
export function junit(files: readonly VerifiedFile[], options: PassOptions): string {
  const suites = files.map((file) => suite(file, options))
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="nbdiff verify">\n${suites.join("")}</testsuites>\n`
}

function suite(file: VerifiedFile, options: PassOptions): string {
  const { verdicts } = file
  const failed = verdicts.filter((verdict) => !passes(verdict, options))
  const errors = failed.filter(({ kind }) => kind === "error").length
  const skipped = verdicts.filter((verdict) => isSkipped(verdict, options)).length
  const counts = `tests="${verdicts.length}" failures="${failed.length - errors}" errors="${errors}" skipped="${skipped}"`
  const cases = verdicts.map((verdict) => testCase(file, verdict, options))
  return `  <testsuite name="${escaped(fileName(file))}" ${counts}>\n${cases.join("")}  </testsuite>\n`
}

function testCase(file: VerifiedFile, verdict: Verdict, options: PassOptions): string {
  const cell = judgedCell(file, verdict)
  const source = cell === undefined ? "" : cellName(cell).slice(0, LONGEST_NAME)
  const name = escaped(`cell ${positionOf(verdict)}: ${source}`)
  const open = `    <testcase classname="${escaped(fileName(file))}" name="${name}"`
  const body = outcome(file, verdict, options)
  return body === "" ? `${open}/>\n` : `${open}>\n${body}    </testcase>\n`
}

/** Characters of a case's name. */
const LONGEST_NAME = 100

function outcome(file: VerifiedFile, verdict: Verdict, options: PassOptions): string {
  const message = escaped([verdict.kind, ...verdict.reasons].join(": "))
  if (isSkipped(verdict, options)) return `      <skipped message="${message}"/>\n`
  if (passes(verdict, options)) return ""
  const element = verdict.kind === "error" ? "error" : "failure"
  const diff = escaped(cellDiff(file, verdict))
  return `      <${element} message="${message}" type="${verdict.kind}">${diff}</${element}>\n`
}

function isSkipped(verdict: Verdict, options: PassOptions): boolean {
  const isCompared = verdict.kind !== "ignored" && verdict.kind !== "not comparable"
  return !isCompared && passes(verdict, options)
}

/** Characters of a diff that a failure holds. */
const LONGEST_DIFF = 20_000

function cellDiff(file: VerifiedFile, { cell }: Verdict): string {
  const diff = { ...file.diff, cells: [cell], notebook: [], formatting: false }
  const names = { path: fileName(file), status: "modified" } as const
  const text = renderPlain(diff, names, { ...VIEW_DEFAULTS, outputs: "show" })
  return text.length > LONGEST_DIFF ? `${text.slice(0, LONGEST_DIFF)}\n…\n` : text
}

/** The text for XML: what XML cannot hold is there as visible text. */
function escaped(text: string): string {
  return safeText(text, "\n\t")
    .replace(/[\ufffe\uffff]/g, "\ufffd")
    .replace(/[&<>"\n\t]/g, (character) => ENTITIES[character] ?? character)
}

const ENTITIES: { readonly [character: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
}
