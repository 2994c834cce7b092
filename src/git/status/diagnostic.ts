import { CHECKS, type Check, type Severity } from "./checks.js"
import type { StatusFacts } from "./status-facts.js"

/** What `nbdiff status` has to say about one thing. */
export interface Finding {
  readonly code: FindingCode
  readonly severity: Severity
  readonly message: string
  /** The command that mends it, or what to do where no one command does. */
  readonly mend: string
}

/** What a finding is about, a word each.
 *  @internal */
export type FindingCode = (typeof CHECKS)[number]["code"]

/** Judges what was found; what is broken comes first. */
export function findings(facts: StatusFacts): readonly Finding[] {
  return CHECKS.flatMap((check) => findingsOf(check, facts))
}

function findingsOf({ code, severity, faults }: Check<FindingCode>, facts: StatusFacts): readonly Finding[] {
  return faults(facts).map(({ message, mend }) => ({ code, severity, message, mend }))
}
