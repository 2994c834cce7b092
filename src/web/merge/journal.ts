import { createHash } from "node:crypto"
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import { type GitPlace, runGit } from "../../git/repository/git-process.js"
import { type Action, parseActions } from "../../merge/rework/action.js"
import { replaceFile } from "../../node/file-replacement.js"

/** Keeps the steps of a merge until they are saved, so that neither a crash nor a closed page loses them. */
export interface Journal {
  /** The steps that were left for this content of the file. Steps for another content are set aside, in the file that
   *  `setAside` names. */
  read(content: string): { readonly actions: readonly Action[]; readonly setAside: string | undefined }
  /** Throws the system's error. */
  write(content: string, actions: readonly Action[]): void
  /** Puts steps that nobody wants now into the file beside it. */
  setAside(): void
  remove(): void
}

/** Returns a name for what a file holds. */
export function contentName(bytes: Uint8Array | undefined): string {
  return createHash("sha256")
    .update(bytes ?? "")
    .digest("hex")
}

/** Returns where the steps for a file are kept: in git's directory, outside of a repository nowhere. */
export async function journalFile(file: string, place: GitPlace): Promise<string | undefined> {
  const { status, output } = await runGit(["rev-parse", "--git-common-dir"], place)
  if (status !== 0) return undefined
  const directory = resolve(place.cwd, output.toString().replace(/\n$/, ""))
  const name = contentName(Buffer.from(resolve(place.cwd, file))).slice(0, 16)
  return join(directory, "nbdiff", `merge-${name}.json`)
}

const VERSION = 1

export function openJournal(file: string | undefined): Journal {
  if (file === undefined)
    return { read: () => NOTHING_LEFT, write: nothing, setAside: nothing, remove: nothing }
  const setAside = `${file}.old`
  return {
    read(content) {
      if (!existsSync(file)) return NOTHING_LEFT
      const text = readFileSync(file, "utf8")
      // made, and not written yet when the process was killed
      if (text === "") return NOTHING_LEFT
      const kept = parseJournal(text)
      if (kept?.content === content) return { actions: kept.actions, setAside: undefined }
      renameSync(file, setAside)
      return { actions: [], setAside }
    },
    write(content, actions) {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
      // `replaceFile` keeps the rights of what it replaces
      writeFileSync(file, "", { flag: "a", mode: 0o600 })
      chmodSync(file, 0o600)
      replaceFile(file, `${JSON.stringify({ version: VERSION, content, actions })}\n`)
    },
    setAside() {
      if (existsSync(file)) renameSync(file, setAside)
    },
    remove: () => rmSync(file, { force: true }),
  }
}

function nothing(): void {
  // outside of a repository there is nowhere to keep steps
}

const NOTHING_LEFT = { actions: [], setAside: undefined } as const

interface Kept {
  readonly content: string
  readonly actions: readonly Action[]
}

function parseJournal(text: string): Kept | undefined {
  try {
    const { content, actions } = JSON.parse(text)
    const parsed = parseActions(actions)
    return typeof content === "string" && parsed !== undefined ? { content, actions: parsed } : undefined
  } catch {
    return undefined
  }
}
