import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"
import { replaceFile } from "../../node/file-replacement.js"

/** What a reader did to changes: which were viewed, and what was noted. Keys come of what a change says, so that a
 *  change that changes again is unread again. */
interface Marks {
  readonly viewed: Readonly<Record<string, string>>
  readonly notes: Readonly<Record<string, string>>
}

/** What a page sends: marks set or (false, "") removed. */
export interface MarkChanges {
  readonly viewed?: Readonly<Record<string, boolean>>
  readonly notes?: Readonly<Record<string, string>>
}

export interface MarkStore {
  read(): Marks
  /** Throws the system's error. */
  change(changes: MarkChanges): Marks
}

/** Keeps them in a file that only its owner may read; without one, as long as the server lives. The file is read
 *  before every change: another server of this repository may have changed it. */
export function openMarks(file: string | undefined, today: () => string = isoDay): MarkStore {
  let memory: Marks = { viewed: {}, notes: {} }
  const read = (): Marks => (file === undefined ? memory : readMarks(file))
  return {
    read,
    change(changes) {
      memory = changed(read(), changes, today())
      if (file !== undefined) writeMarks(file, memory)
      return memory
    },
  }
}

const KEY = /^[\w-]{1,64}$/
/** Characters of a note. */
const LONGEST_NOTE = 100_000

/** Returns what a request says, or undefined where it is anything else. */
export function parseMarkChanges(body: unknown): MarkChanges | undefined {
  if (!isObject(body)) return undefined
  const { viewed = {}, notes = {} } = body
  if (!isRecordOf(viewed, (mark) => typeof mark === "boolean")) return undefined
  const isNote = (note: unknown): boolean => typeof note === "string" && note.length <= LONGEST_NOTE
  if (!isRecordOf(notes, isNote)) return undefined
  return { viewed, notes } as MarkChanges
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function isRecordOf(value: unknown, holds: (entry: unknown) => boolean): boolean {
  return isObject(value) && Object.entries(value).every(([key, entry]) => KEY.test(key) && holds(entry))
}

function isoDay(): string {
  return new Date().toISOString().slice(0, 10)
}

function changed(marks: Marks, { viewed = {}, notes = {} }: MarkChanges, day: string): Marks {
  const nowViewed = new Map(Object.entries(marks.viewed))
  for (const [key, isViewed] of Object.entries(viewed)) {
    nowViewed.delete(key)
    if (isViewed) nowViewed.set(key, day)
  }
  const nowNotes = new Map(Object.entries(marks.notes))
  for (const [key, note] of Object.entries(notes)) {
    if (note.trim() === "") nowNotes.delete(key)
    else nowNotes.set(key, note)
  }
  return {
    viewed: Object.fromEntries([...nowViewed].slice(-MOST_VIEWED)),
    notes: Object.fromEntries(nowNotes),
  }
}

/** The oldest marks go; a note never does. */
const MOST_VIEWED = 20_000

/** A file that is missing or says something else is as if nothing had been marked. */
function readMarks(file: string): Marks {
  const none: Marks = { viewed: {}, notes: {} }
  try {
    const { viewed, notes } = JSON.parse(readFileSync(file, "utf8"))
    const isString = (entry: unknown): boolean => typeof entry === "string"
    return isRecordOf(viewed, isString) && isRecordOf(notes, isString) ? { viewed, notes } : none
  } catch {
    return none
  }
}

function writeMarks(file: string, marks: Marks): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  setAsideUnreadable(file)
  makePrivate(file)
  replaceFile(file, `${JSON.stringify({ version: 1, ...marks })}\n`)
}

/** What cannot be read may still be somebody's notes: it stays, under another name. */
function setAsideUnreadable(file: string): void {
  try {
    const text = readFileSync(file, "utf8")
    if (text !== "" && !isMarksText(text)) renameSync(file, `${file}.unreadable`)
  } catch {
    // there is none
  }
}

function isMarksText(text: string): boolean {
  try {
    const marks = JSON.parse(text)
    return isObject(marks) && isObject(marks.viewed) && isObject(marks.notes)
  } catch {
    return false
  }
}

/** `replaceFile` keeps the rights of what it replaces. */
function makePrivate(file: string): void {
  writeFileSync(file, "", { flag: "a", mode: 0o600 })
  chmodSync(file, 0o600)
}
