import { createHash } from "node:crypto"
import { quotedPath } from "../../node/quoted-path.js"

/** Something that a check lists. */
export interface Finding {
  readonly rule: RuleName
  /** The notebook, by the name that the caller knows it by. */
  readonly path: string
  /** The line of the file, from 1. */
  readonly line: number
  /** Index of the cell. */
  readonly cell?: number | undefined
  /** Where it is in the notebook, as text shows it: "cell 3 · code: ". */
  readonly place: string
  readonly message: string
  /** What of it an edit elsewhere in the notebook does not change. */
  readonly key: string
  /** The command that fixes it, where one does. */
  readonly fix?: string | undefined
}

/** The rules of `check`, with what they find and how common that is. */
export const RULES = {
  conflict: { isDefault: true, finds: "conflict markers or records that a merge left" },
  invalid: { isDefault: true, finds: "a file that is not a valid notebook" },
  unreadable: { isDefault: true, finds: "a file that cannot be read" },
  stale: { isDefault: false, finds: "a cell whose code was edited and not re-run (--stale)" },
  order: { isDefault: false, finds: "a cell that was run before one above it (--run)" },
  errors: { isDefault: false, finds: "an exception in an output, without the tag raises-exception (--run)" },
  unrun: { isDefault: false, finds: "code that was not run, though other cells were (--run=unrun)" },
} as const satisfies Record<string, { readonly isDefault: boolean; readonly finds: string }>

export type RuleName = keyof typeof RULES

/** Returns the rules as a table. */
export function ruleTable(): string {
  const rows = Object.entries(RULES).map(
    ([name, { isDefault, finds }]) => `${name.padEnd(12)}${isDefault ? "on " : "off"}  ${finds}\n`,
  )
  return `${rows.join("")}\nA cell with the tag check-ignore is left out of order, errors and unrun.\n`
}

/** Returns the finding as a line of text. */
export function findingLine({ path, place, message }: Finding): string {
  return `${quotedPath(path)}: ${place}${message}\n`
}

/** Returns a fingerprint for each finding: what it is of and the how-manieth of its kind, and no line, so that an edit
 *  above it does not make it another one. No two are equal. */
export function fingerprints(findings: readonly Finding[]): readonly string[] {
  const seen = new Map<string, number>()
  return findings.map(({ rule, path, key }) => {
    const content = JSON.stringify([rule, path, key])
    const nth = seen.get(content) ?? 0
    seen.set(content, nth + 1)
    return createHash("sha256").update(`${content}${nth}`).digest("hex").slice(0, 40)
  })
}
