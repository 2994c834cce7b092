import { safeJson } from "../render/words/json-text.js"
import type { Verdict } from "./verdict.js"
import type { VerifiedFile } from "./verified-file.js"

/** The form of this object; it grows by new fields alone. */
const JSON_VERSION = 1

/** Returns all verdicts for programs. Positions are indices from 0, null where that side does not have the cell; `worst`
 *  is null where something else than numbers differs. */
export function verdictJson(files: readonly VerifiedFile[]): string {
  const report = {
    version: JSON_VERSION,
    files: files.map(({ before, after, verdicts }) => ({
      before: before ?? null,
      after: after ?? null,
      cells: verdicts.map(cellJson),
    })),
  }
  return `${safeJson(JSON.stringify(report, undefined, 2))}\n`
}

function cellJson({ before, after, kind, reasons, worst }: Verdict): object {
  return {
    before: before ?? null,
    after: after ?? null,
    verdict: kind,
    reasons,
    worst: Number.isFinite(worst) ? worst : null,
  }
}
