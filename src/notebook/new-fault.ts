import type { Notebook } from "./model.js"
import { type Violation, validate } from "./validate.js"

/** Returns the first rule of its version that a notebook breaks and none of the notebooks that it was made from breaks. */
export function newFault(made: Notebook, from: readonly (Notebook | undefined)[]): Violation | undefined {
  const faults = validate(made)
  if (faults.length === 0) return undefined
  const inherited = new Set(
    from.flatMap((side) => (side === undefined ? [] : validate(side).map(kindOfViolation))),
  )
  return faults.find((each) => !inherited.has(kindOfViolation(each)))
}

/** A fault without the place of its cell, which may have changed. */
function kindOfViolation({ path, message }: Violation): string {
  return `${path.replace(/\d+/g, "")} ${message.replace(/: ".*"$/s, "")}`
}
