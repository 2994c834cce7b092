import { pathFromTop } from "../../git/settings/comparison-rules.js"
import type { CheckOptions } from "./check-options.js"
import { type Finding, findingLine } from "./finding.js"

/** Where findings are written. */
export interface CheckReport {
  add(finding: Finding): void
  /** Writes what is left. Returns whether anything was found. */
  end(): Promise<boolean>
}

/** Text is written as it is found, with the commands that fix it at the end; what programs read is written at the end,
 *  with paths from the repository's top. */
export function openReport(
  format: CheckOptions["format"],
  top: string | undefined,
  cwd: string,
): CheckReport {
  const findings: Finding[] = []
  const fixes = new Set<string>()
  return {
    add(finding) {
      findings.push(finding)
      if (finding.fix !== undefined) fixes.add(finding.fix)
      if (format === "text") process.stdout.write(findingLine(finding))
    },
    async end() {
      if (format === "text") for (const fix of fixes) process.stderr.write(`fix: ${fix}\n`)
      else {
        const { formatFindings } = await import("./finding-formats.lazy.js")
        const named = findings.map((one) => ({ ...one, path: pathFromTop(top, cwd, one.path) }))
        process.stdout.write(formatFindings(named, format))
      }
      return findings.length > 0
    },
  }
}
