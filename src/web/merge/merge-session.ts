import {
  type ConflictedFile,
  savedConflictedFile,
  writeConflictedFile,
} from "../../git/merge/conflicted-file.js"
import { mergePage, mergeScript } from "../../html/merge/merge-page.js"
import { mergeRenderer, type RenderMerge } from "../../html/merge/merge-parts.js"
import { conflictsIn } from "../../merge/resolve/recorded-conflicts.js"
import { type Action, parseActions } from "../../merge/rework/action.js"
import { carriedActions } from "../../merge/rework/carried-actions.js"
import { type Reworked, rework } from "../../merge/rework/rework.js"
import { replaceUnchanged } from "../../node/file-replacement.js"
import { systemReason } from "../../node/input-file.js"
import { quotedPath } from "../../node/quoted-path.js"
import type { ActionAnswer, Seen, Action as SessionAction, WebSession } from "../server/web-session.js"
import { editedText } from "./edited-text.js"
import { contentName, type Journal } from "./journal.js"

/** The one file that a session may write, and what can be done about it besides. */
export interface MergeTarget {
  /** As the person knows it. */
  readonly name: string
  readonly file: ConflictedFile
  /** What is merged into what, in words. */
  readonly sides: string
  /** Reads the file again, or says why that cannot be. */
  readonly reopen: () => Promise<ConflictedFile | string>
  /** Adds the saved file to git's index, and returns what git has against it; undefined where git does that itself. */
  readonly add: (() => Promise<string | undefined>) | undefined
}

export interface MergeSession extends WebSession {
  outcome(): MergeOutcome
}

/** What a session came to. "open": something is open in the saved file, or steps were not saved. */
export type MergeOutcome =
  | { readonly kind: "resolved"; readonly isAdded: boolean }
  | { readonly kind: "open"; readonly isSaved: boolean; readonly unsaved: number }

/** What a session is at: the server keeps it, so that every page and a reload see the same. */
interface Merge {
  readonly file: ConflictedFile
  /** The name of what was opened: the steps are steps from there, whatever was saved since. */
  readonly opened: string
  readonly render: RenderMerge
  readonly actions: readonly Action[]
  /** Counts the steps, of whichever page. */
  readonly revision: number
  /** The steps that were saved last, and whether anything was open then. */
  readonly saved: { readonly actions: string; readonly left: number } | undefined
  /** Steps of an earlier session that are offered again. */
  readonly offered: readonly Action[]
  readonly isAdded: boolean
}

/** Opens the session of one file. The page sends the whole list of steps, never a notebook. */
export function openMergeSession(target: MergeTarget, journal: Journal): MergeSession {
  const opened = contentName(target.file.read)
  const left = journal.read(opened)
  let merge: Merge = {
    file: target.file,
    opened,
    render: mergeRenderer(target.file.conflicted, target.name),
    actions: [],
    revision: 0,
    saved: undefined,
    offered: left.actions,
    isAdded: false,
  }
  let seen = 0
  const keep = (next: Partial<Merge>): string | undefined => {
    const isDropped = merge.offered.length > 0 && next.offered?.length === 0 && next.actions !== merge.offered
    merge = { ...merge, ...next, revision: merge.revision + 1 }
    try {
      if (isDropped) journal.setAside()
      if (merge.actions.length > 0) journal.write(merge.opened, merge.actions)
      else if (merge.offered.length === 0) journal.remove()
      return undefined
    } catch (error) {
      return `The steps could not be kept: ${systemReason(error)}`
    }
  }
  const steps: Steps = { target, journal, current: () => merge, keep }
  const message =
    left.setAside === undefined
      ? undefined
      : `Steps of an earlier session belong to another version of this file: they are in ${quotedPath(left.setAside)}.`
  const actions = new Map<string, SessionAction>([
    ["state", (body: unknown) => answered(merge, body, seen === 0 ? message : undefined)],
    ["preview", (body: unknown) => preview(body, steps)],
    ["text", (body: unknown) => editedText(body, merge.file.conflicted, merge.actions)],
    ["save", (body: unknown) => save(body, steps)],
    ["beside", (body: unknown) => saveBeside(body, steps)],
    ["again", (body: unknown) => takeInAgain(body, steps)],
    ["journal", (body: unknown) => continueOrDrop(body, steps)],
    ["add", (body: unknown) => add(body, steps)],
    ["close", (): ActionAnswer => ({ kind: "last", json: {} })],
  ])
  const script = { type: "text/javascript; charset=utf-8", bytes: mergeScript() }
  return {
    page: () => Promise.resolve(mergePage(target.name, target.sides)),
    assets: new Map([["page.js", script]]),
    picture: () => Promise.resolve(undefined),
    actions,
    look() {
      const isSame = seen === merge.revision
      seen = merge.revision
      return Promise.resolve<Seen>({ kind: isSame ? "same" : "changed" })
    },
    outcome: () => outcomeOf(merge),
  }
}

function outcomeOf({ saved, actions, isAdded }: Merge): MergeOutcome {
  const isAllSaved = saved?.actions === JSON.stringify(actions)
  if (isAllSaved && saved?.left === 0) return { kind: "resolved", isAdded }
  return { kind: "open", isSaved: saved !== undefined, unsaved: isAllSaved ? 0 : actions.length }
}

/** What the answers to a page work on. */
interface Steps {
  readonly target: MergeTarget
  readonly journal: Journal
  readonly current: () => Merge
  /** Takes over what changed, and returns what went wrong with the journal. */
  readonly keep: (next: Partial<Merge>) => string | undefined
}

/** Returns all that a page shows; elements that it already has are named only by their hashes. */
function answered(merge: Merge, body: unknown, message?: string, result?: Reworked): ActionAnswer {
  const { actions, revision, saved, offered, render } = merge
  const have = new Set(listOf(fieldsOf(body).have))
  const { parts, ...shown } = render(actions, result)
  return {
    kind: "answer",
    json: {
      ...shown,
      parts: parts.map(({ hash, html }) => (have.has(hash) ? { hash } : { hash, html })),
      actions,
      revision,
      isSaved: saved === undefined ? actions.length === 0 : saved.actions === JSON.stringify(actions),
      offered: offered.length,
      message,
    },
  }
}

function fieldsOf(body: unknown): Readonly<Record<string, unknown>> {
  return typeof body === "object" && body !== null ? (body as Readonly<Record<string, unknown>>) : {}
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

const NOT_STEPS: ActionAnswer = { kind: "refused", status: 400, message: "not a list of steps" }

/** Takes over the steps of a page. Those of a page that has not seen the last ones, and those that would make the notebook
 *  invalid, are not taken. */
function preview(body: unknown, { current, keep }: Steps): ActionAnswer {
  const actions = parseActions(fieldsOf(body).actions)
  if (actions === undefined) return NOT_STEPS
  const merge = current()
  if (fieldsOf(body).revision !== merge.revision) return answered(merge, body, STALE)
  const result = rework(merge.file.conflicted, actions)
  if (result.kind === "invalid") return answered(merge, body, `Not done: ${result.message}.`)
  const trouble = keep({ actions, offered: [] })
  return answered(current(), body, trouble, result)
}

const STALE = "Another page took a step here meanwhile: it is shown now, and your last step was not taken."

/** Writes the file, if it still is what was read. */
function save(body: unknown, steps: Steps): ActionAnswer {
  const { target, journal, current, keep } = steps
  const merge = current()
  const { revision, close } = fieldsOf(body)
  if (revision !== merge.revision) return answered(merge, body, STALE)
  const result = rework(merge.file.conflicted, merge.actions)
  if (result.kind === "invalid") return answered(merge, body, `Not saved: ${result.message}.`)
  try {
    const problem = writeConflictedFile(merge.file, result.bytes)
    if (problem !== undefined) return { kind: "answer", json: { kind: "changed", message: CHANGED } }
  } catch (error) {
    return answered(merge, body, `Not saved: ${systemReason(error)}`)
  }
  const left = leftIn(result, merge.file)
  const saved = { actions: JSON.stringify(merge.actions), left }
  keep({ file: savedConflictedFile(merge.file, result.bytes), saved, offered: [] })
  journal.remove()
  const json = {
    kind: "saved",
    left,
    canAdd: left === 0 && target.add !== undefined,
    revision: current().revision,
  }
  return { kind: close === true ? "last" : "answer", json }
}

const CHANGED = "Not saved: the file was changed by another program after it was read here."

function leftIn({ notebook }: Reworked & { readonly kind: "bytes" }, { conflicted }: ConflictedFile): number {
  return conflictsIn(notebook, conflicted.textLines).length
}

/** Copies that may be beside a file. */
const MOST_COPIES = 100

/** Writes what was merged beside the file, which somebody changed, and leaves the file alone. */
function saveBeside(body: unknown, { current }: Steps): ActionAnswer {
  const merge = current()
  const result = rework(merge.file.conflicted, merge.actions)
  if (result.kind === "invalid") return answered(merge, body, `Not saved: ${result.message}.`)
  try {
    for (let n = 1; n <= MOST_COPIES; n++) {
      const file = besideName(merge.file.file, n)
      if (!replaceUnchanged(file, undefined, result.bytes)) continue
      return answered(
        merge,
        body,
        `Saved beside it as ${quotedPath(file)}. The file itself is as the other program left it.`,
      )
    }
    return answered(merge, body, "Not saved: there are too many copies beside the file.")
  } catch (error) {
    return answered(merge, body, `Not saved: ${systemReason(error)}`)
  }
}

function besideName(file: string, n: number): string {
  return `${file.replace(/\.ipynb$/i, "")}.nbdiff-merged${n === 1 ? "" : `-${n}`}.ipynb`
}

/** Reads the file as it is now, and does again what was done to conflicts and cells that are still the same. */
async function takeInAgain(body: unknown, { target, current, keep }: Steps): Promise<ActionAnswer> {
  const merge = current()
  const file = await target.reopen()
  if (typeof file === "string") return answered(merge, body, `It could not be read again: ${file}`)
  const actions = carriedActions(merge.file.conflicted, file.conflicted, merge.actions)
  const result = rework(file.conflicted, actions)
  if (result.kind === "invalid") return answered(merge, body, `Not done: ${result.message}.`)
  const lost = merge.actions.length - actions.length
  const words =
    lost === 0 ? "all of your steps are in it" : `${lost} of your ${merge.actions.length} steps no longer fit`
  const render = mergeRenderer(file.conflicted, target.name)
  const trouble = keep({ file, opened: contentName(file.read), render, actions, saved: undefined })
  return answered(current(), body, trouble ?? `The file was read again: ${words}.`)
}

function continueOrDrop(body: unknown, { current, keep }: Steps): ActionAnswer {
  const { offered } = current()
  if (fieldsOf(body).continue === true) keep({ actions: offered, offered: [] })
  else keep({ offered: [] })
  return answered(current(), body)
}

async function add(body: unknown, { target, current, keep }: Steps): Promise<ActionAnswer> {
  const merge = current()
  if (target.add === undefined || merge.saved?.left !== 0)
    return answered(merge, body, "Not added: something is open in it.")
  const trouble = await target.add()
  if (trouble !== undefined) return answered(merge, body, `Not added: ${trouble}`)
  keep({ isAdded: true })
  return { kind: "last", json: {} }
}
