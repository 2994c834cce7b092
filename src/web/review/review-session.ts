import type { ActionAnswer, Asset, Seen, WebSession } from "../server/web-session.js"
import { fingerprint, type Watched } from "./fingerprint.js"
import { type MarkStore, parseMarkChanges } from "./marks.js"
import type { Pictures } from "./pictures.js"

/** Where a review comes from: the operands that nbdiff was started with, read again whenever they may differ. */
export interface ReviewSource {
  read(): Promise<Reviewed>
  /** What to look at from now on. */
  watched(): Promise<Watched>
}

export type Reviewed =
  | { readonly kind: "page"; readonly page: string; readonly differs: boolean }
  /** One line: the operands mean nothing now, or a named file is not a notebook now. */
  | { readonly kind: "trouble"; readonly message: string }

interface ReviewSession extends WebSession {
  /** Whether anything differed when it was read last. */
  differs(): boolean
}

export interface ReviewParts {
  readonly source: ReviewSource
  readonly marks: MarkStore
  readonly pictures: Pictures
  readonly assets: ReadonlyMap<string, Asset>
}

/** Reads the review for the first time. Trouble is the caller's to report: there is no page yet to show it. */
export async function openReview(parts: ReviewParts): Promise<OpenedReview> {
  const { source, marks, pictures, assets } = parts
  const first = await source.read()
  if (first.kind === "trouble") return first
  let shown = first
  let isStale = false
  let watched = await source.watched()
  // the first look reads again: something may have been written since
  let stamp: string | undefined
  const look = async (): Promise<Seen> => {
    if (stampOf(watched, pictures) === stamp) return { kind: "same" }
    watched = await source.watched()
    // taken before it is read: what is written meanwhile is seen by the next look
    const before = fingerprint(watched)
    const read = await source.read()
    stamp = before + BETWEEN + pictures.stamp()
    const isSame = read.kind === "page" && read.page === shown.page && !isStale
    isStale = read.kind === "trouble"
    if (read.kind === "trouble") return read
    shown = read
    return { kind: isSame ? "same" : "changed" }
  }
  const session: ReviewSession = {
    page: () => Promise.resolve(shown.page),
    assets,
    picture: (number) => pictures.read(number),
    actions: new Map([["marks", (body: unknown) => changeMarks(body, marks)]]),
    look,
    differs: () => shown.differs,
  }
  return { kind: "open", session }
}

export type OpenedReview =
  | { readonly kind: "open"; readonly session: ReviewSession }
  | { readonly kind: "trouble"; readonly message: string }

const BETWEEN = "\n\n"

function stampOf(watched: Watched, pictures: Pictures): string {
  return fingerprint(watched) + BETWEEN + pictures.stamp()
}

/** Returns all marks, so that a page that sends none only reads them. */
function changeMarks(body: unknown, marks: MarkStore): ActionAnswer {
  const changes = parseMarkChanges(body)
  if (changes === undefined) return { kind: "refused", status: 400, message: "not marks" }
  const isChange = Object.keys({ ...changes.viewed, ...changes.notes }).length > 0
  try {
    const { viewed, notes } = isChange ? marks.change(changes) : marks.read()
    return { kind: "answer", json: { viewed: Object.keys(viewed), notes } }
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/\n.*/s, "") : String(error)
    return { kind: "refused", status: 500, message: `could not keep the marks: ${reason}` }
  }
}
