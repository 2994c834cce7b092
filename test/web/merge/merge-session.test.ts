import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { openMerge } from "../../../src/git/merge/conflicted-file.js"
import { DEFAULT_POLICY } from "../../../src/merge/decisions/policy.js"
import { conflictsIn } from "../../../src/merge/resolve/recorded-conflicts.js"
import type { Action } from "../../../src/merge/rework/action.js"
import { parseNotebook } from "../../../src/notebook/model.js"
import { isValid } from "../../../src/notebook/validate.js"
import { openJournal } from "../../../src/web/merge/journal.js"
import { type MergeSession, openMergeSession } from "../../../src/web/merge/merge-session.js"
import { conflictingNotebook } from "../../support/conflict.js"
import { temporaryDirectory } from "../../support/repository.js"

interface Opened {
  readonly session: MergeSession
  readonly file: string
  readonly journal: string
  /** What git was asked to add. */
  readonly added: () => number
}

function opened(directory = temporaryDirectory()): Opened {
  const file = join(directory, "merged.ipynb")
  const journal = join(directory, "nbdiff", "merge.json")
  const bytes = (side: "base" | "ours" | "theirs") => Buffer.from(conflictingNotebook(side))
  const files = { base: bytes("base"), ours: bytes("ours"), theirs: bytes("theirs") }
  const open = () => openMerge(file, files, {}, DEFAULT_POLICY)
  const first = open()
  if (!existsSync(file)) writeFileSync(file, first.conflicted.bytes)
  let added = 0
  const session = openMergeSession(
    {
      name: "merged.ipynb",
      file: open(),
      sides: "",
      reopen: () => Promise.resolve(open()),
      add: () => {
        added++
        return Promise.resolve(undefined)
      },
    },
    openJournal(journal),
  )
  return { session, file, journal, added: () => added }
}

interface Answer {
  readonly kind: string
  readonly json: Readonly<Record<string, unknown>>
  readonly status?: number
}

async function asked({ session }: Opened, action: string, body: object = {}): Promise<Answer> {
  const answer = await session.actions.get(action)?.(body)
  return answer as unknown as Answer
}

async function take(merge: Opened, ...actions: readonly Action[]): Promise<Answer> {
  const { json } = await asked(merge, "state")
  return asked(merge, "preview", { actions, revision: json.revision })
}

async function saved(merge: Opened, more: object = {}): Promise<Answer> {
  const { json } = await asked(merge, "state")
  return asked(merge, "save", { revision: json.revision, ...more })
}

const ALL_OURS: Action = { kind: "choose-all", take: "ours" }

test("the page names the file, and its script asks for the rest", async () => {
  const merge = opened()
  expect(await merge.session.page()).toContain("merged.ipynb")
  const { json } = await asked(merge, "state")
  expect(json).toMatchObject({ resolved: 0, total: 4, actions: [], offered: 0, isSaved: true })
})

test("what is resolved is counted, and elements that the page has are not sent again", async () => {
  const merge = opened()
  const first = await asked(merge, "state")
  const parts = first.json.parts as readonly { readonly hash: string; readonly html?: string }[]
  const have = parts.map(({ hash }) => hash)
  const action: Action = { kind: "choose", conflict: 0, place: 1, take: "theirs" }
  const { json } = await asked(merge, "preview", { actions: [action], revision: first.json.revision, have })
  expect(json).toMatchObject({ resolved: 1, total: 4, isSaved: false })
  const sent = (json.parts as typeof parts).filter(({ html }) => html !== undefined)
  expect(sent).toHaveLength(1)
  expect(sent[0]?.html).toContain("Theirs taken")
})

test("a saved notebook with nothing open is valid, unmarked, and ends with its exit code", async () => {
  const merge = opened()
  await take(merge, ALL_OURS)
  expect(await saved(merge)).toMatchObject({ kind: "answer", json: { kind: "saved", left: 0, canAdd: true } })
  const notebook = parseNotebook(readFileSync(merge.file))
  expect(conflictsIn(notebook)).toEqual([])
  expect(isValid(notebook)).toBe(true)
  expect(merge.session.outcome()).toEqual({ kind: "resolved", isAdded: false })
  expect(await asked(merge, "add")).toMatchObject({ kind: "last" })
  expect(merge.added()).toBe(1)
  expect(merge.session.outcome()).toEqual({ kind: "resolved", isAdded: true })
})

test("what is still open is saved with its marks, and cannot be added", async () => {
  const merge = opened()
  await take(merge, { kind: "choose", conflict: 0, place: 0, take: "ours" })
  expect(await saved(merge)).toMatchObject({ json: { kind: "saved", left: 3, canAdd: false } })
  expect(readFileSync(merge.file, "utf8")).toContain("<<<<<<<")
  expect(await asked(merge, "add")).toMatchObject({ json: { message: expect.stringContaining("Not added") } })
  expect(merge.added()).toBe(0)
  expect(merge.session.outcome()).toMatchObject({ kind: "open", isSaved: true, unsaved: 0 })
})

test("it can be undone after a save, and saved again", async () => {
  const merge = opened()
  const before = readFileSync(merge.file)
  await take(merge, ALL_OURS)
  await saved(merge)
  await take(merge)
  expect(merge.session.outcome()).toMatchObject({ kind: "open" })
  await saved(merge)
  expect(readFileSync(merge.file)).toEqual(before)
})

test("a file that was changed meanwhile is not written; it is taken in again, or the merge saved beside it", async () => {
  const merge = opened()
  await take(merge, ALL_OURS)
  const other = conflictingNotebook("theirs").replace("end = 1", "end = 2")
  writeFileSync(merge.file, other)
  expect(await saved(merge)).toMatchObject({ json: { kind: "changed" } })
  expect(readFileSync(merge.file, "utf8")).toBe(other)
  const { json } = await asked(merge, "beside")
  expect(json.message).toContain("merged.nbdiff-merged.ipynb")
  const beside = merge.file.replace(".ipynb", ".nbdiff-merged.ipynb")
  expect(conflictsIn(parseNotebook(readFileSync(beside)))).toEqual([])
  expect(readFileSync(merge.file, "utf8")).toBe(other)
  await asked(merge, "beside")
  expect(existsSync(merge.file.replace(".ipynb", ".nbdiff-merged-2.ipynb"))).toBe(true)
  const again = await asked(merge, "again")
  expect(again.json.message).toContain("all of your steps are in it")
  expect(await saved(merge)).toMatchObject({ json: { kind: "saved", left: 0 } })
})

test("a page that has not seen the last step does not overwrite it", async () => {
  const merge = opened()
  const first = await asked(merge, "state")
  await take(merge, ALL_OURS)
  const stale = { actions: [{ kind: "choose-all", take: "theirs" }], revision: first.json.revision }
  const { json } = await asked(merge, "preview", stale)
  expect(json).toMatchObject({ actions: [ALL_OURS], message: expect.stringContaining("Another page") })
})

test("steps are kept in a file of its owner alone, offered again, and removed by a save", async () => {
  const directory = temporaryDirectory()
  const merge = opened(directory)
  await take(merge, ALL_OURS, { kind: "delete-cell", cell: 1 })
  expect(statSync(merge.journal).mode & 0o777).toBe(0o600)
  const later = opened(directory)
  expect((await asked(later, "state")).json).toMatchObject({ offered: 2, actions: [] })
  const { json } = await asked(later, "journal", { continue: true })
  expect(json).toMatchObject({
    offered: 0,
    resolved: 4,
    actions: [ALL_OURS, { kind: "delete-cell", cell: 1 }],
  })
  await saved(later)
  expect(existsSync(later.journal)).toBe(false)
})

test("steps that nobody continues, and those for another content of the file, are set aside", async () => {
  const directory = temporaryDirectory()
  await take(opened(directory), ALL_OURS)
  const merge = opened(directory)
  await asked(merge, "journal", { continue: false })
  expect(JSON.parse(readFileSync(`${merge.journal}.old`, "utf8"))).toMatchObject({ actions: [ALL_OURS] })
  await take(merge, { kind: "delete-cell", cell: 0 })
  writeFileSync(merge.file, conflictingNotebook("ours"))
  const other = opened(directory)
  expect((await asked(other, "state")).json).toMatchObject({
    offered: 0,
    message: expect.stringContaining("another version"),
  })
  expect(JSON.parse(readFileSync(`${merge.journal}.old`, "utf8")).actions).toHaveLength(1)
})

test("a journal that was never written is as if there were none", () => {
  const file = join(temporaryDirectory(), "merge.json")
  writeFileSync(file, "")
  expect(openJournal(file).read("x")).toEqual({ actions: [], setAside: undefined })
})

test("a directory that cannot be written to leaves the file as it was, and says so", async () => {
  const merge = opened()
  await take(merge, ALL_OURS)
  const before = readFileSync(merge.file, "utf8")
  const gone = openMergeSession(
    {
      name: "merged.ipynb",
      file: {
        ...openMerge(merge.file, threeFiles(), {}, DEFAULT_POLICY),
        file: join(merge.file, "not-a-directory"),
      },
      sides: "",
      reopen: () => Promise.resolve("no"),
      add: undefined,
    },
    openJournal(undefined),
  )
  const answer = await gone.actions.get("save")?.({ revision: 0 })
  expect(answer).toMatchObject({ json: { message: expect.stringContaining("Not saved") } })
  expect(readFileSync(merge.file, "utf8")).toBe(before)
})

function threeFiles(): { readonly base: Buffer; readonly ours: Buffer; readonly theirs: Buffer } {
  const [base, ours, theirs] = (["base", "ours", "theirs"] as const).map((side) =>
    Buffer.from(conflictingNotebook(side)),
  )
  return { base: base as Buffer, ours: ours as Buffer, theirs: theirs as Buffer }
}

test("an editor begins with what the place or the cell is now, exactly", async () => {
  const merge = opened()
  expect((await asked(merge, "text", { conflict: 0, place: 0 })).json).toEqual({ text: "x = 2\nx = 3" })
  await take(merge, { kind: "choose", conflict: 0, place: 0, take: "base" })
  expect((await asked(merge, "text", { conflict: 0, place: 0 })).json).toEqual({ text: "x = 1" })
  expect((await asked(merge, "text", { cell: 3 })).json).toEqual({ text: "other = 1" })
  await take(merge, { kind: "edit-cell", cell: 3, source: "other = 2\n" })
  expect((await asked(merge, "text", { cell: 3 })).json).toEqual({ text: "other = 2\n" })
  expect(await asked(merge, "text", { conflict: 9, place: 0 })).toMatchObject({
    kind: "refused",
    status: 400,
  })
})

test("what is not a list of steps is refused", async () => {
  const merge = opened()
  for (const actions of [undefined, {}, [{ kind: "write" }], [{ kind: "format-disk" }], "x"]) {
    expect(await asked(merge, "preview", { actions, revision: 0 })).toMatchObject({ status: 400 })
  }
})
