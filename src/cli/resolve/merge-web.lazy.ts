import type { ConflictedFile } from "../../git/merge/conflicted-file.js"
import type { GitPlace } from "../../git/repository/git-process.js"
import type { RecordedConflict } from "../../merge/resolve/recorded-conflicts.js"
import { quotedPath } from "../../node/quoted-path.js"
import { safeText } from "../../render/ink/safe-text.js"
import { journalFile, openJournal } from "../../web/merge/journal.js"
import { type MergeOutcome, type MergeTarget, openMergeSession } from "../../web/merge/merge-session.js"
import { servePage } from "../page/serve-page.js"
import type { WebOptions } from "../page/web-options.js"
import { Exit, type ExitCode, trouble } from "../terminal/exit-code.js"
import { addFile } from "./add-file.js"

/** A file in conflict that is to be resolved in the browser. */
export interface WebMerge {
  readonly name: string
  readonly file: ConflictedFile
  readonly reopen: MergeTarget["reopen"]
  /** Whether the page may add it to git's index. */
  readonly mayAdd: boolean
  readonly web: WebOptions
}

export type WebMergeEnd =
  | { readonly kind: "ended"; readonly outcome: MergeOutcome; readonly isInterrupted: boolean }
  | { readonly kind: "trouble"; readonly code: ExitCode }

/** Serves the page of one file in conflict until it is closed. */
export async function serveMerge(
  { name, file, reopen, mayAdd, web }: WebMerge,
  place: GitPlace,
): Promise<WebMergeEnd> {
  const add = async (): Promise<string | undefined> => {
    const { status, message } = await addFile(file.file, place)
    return status === 0 ? undefined : message.trim()
  }
  const sides = sidesOf(file.conflicted.conflicts)
  const journal = openJournal(await journalFile(file.file, place))
  const session = openMergeSession({ name, file, sides, reopen, add: mayAdd ? add : undefined }, journal)
  const served = await servePage(session, web)
  if (served.kind === "trouble") return { kind: "trouble", code: trouble(served.message) }
  return { kind: "ended", outcome: session.outcome(), isInterrupted: served.why === "interrupted" }
}

/** Says what a session came to, in a line for each thing; 1 where something is open. */
export function reportOutcome(name: string, outcome: MergeOutcome): ExitCode {
  const shown = quotedPath(name)
  process.stdout.write(`${shown}: ${outcomeWords(outcome)}\n`)
  return outcome.kind === "resolved" ? Exit.ok : Exit.difference
}

function outcomeWords(outcome: MergeOutcome): string {
  if (outcome.kind === "resolved") return outcome.isAdded ? "no conflicts left; added" : "no conflicts left"
  const kept = outcome.unsaved > 0 ? "; your last steps will be offered again" : ""
  return outcome.isSaved ? `saved, and not all of it is resolved${kept}` : `not saved${kept}`
}

/** What is merged into what, where the markers name it. */
function sidesOf(conflicts: readonly RecordedConflict[]): string {
  for (const conflict of conflicts) {
    if (conflict.kind !== "source") continue
    const first = conflict.text.chunks.find(({ kind }) => kind === "conflict")
    if (first?.kind !== "conflict") continue
    const [ours, theirs] = [first.labels.ours, first.labels.theirs].map((label) =>
      safeText(label.replace(/ \(deleted\)$/, "")),
    )
    return ours && theirs && ours !== "ours" && ours !== "local" ? `merging ${theirs} into ${ours}` : ""
  }
  return ""
}
