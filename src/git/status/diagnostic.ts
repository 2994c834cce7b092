import { CHECKS, type Check, type Severity } from "./checks.js"
import type { StatusFacts } from "./status-facts.js"

/** Holds what `nbdiff status` reports about one problem. */
export interface StatusDiagnostic {
  readonly code: DiagnosticCode
  readonly severity: Severity
  readonly message: string
  /** The command that fixes it, or what to do if no single command does. */
  readonly fix: string
}

/** What a finding is about, a word each.
 *  @internal */
export type DiagnosticCode = (typeof CHECKS)[number]["code"]

/** Judges what was found; what is broken comes first. */
export function diagnose(facts: StatusFacts): readonly StatusDiagnostic[] {
  return CHECKS.flatMap((check) => diagnosticsOf(check, facts))
}

function diagnosticsOf(
  { code, severity, diagnose }: Check<DiagnosticCode>,
  facts: StatusFacts,
): readonly StatusDiagnostic[] {
  return diagnose(facts).map(({ message, fix }) => ({ code, severity, message, fix }))
}
