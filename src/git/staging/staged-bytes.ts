import { join } from "node:path"
import { blobId } from "../../node/blob-id.js"
import { readDiskFile } from "../../node/regular-file.js"
import type { FileVersion } from "../notebooks/raw-diff.js"
import { type GitPlace, runGit } from "../repository/git-process.js"
import { GitError } from "../repository/repository.js"

/** One version of a file. `raw` is the worktree's file as it is, where `bytes` is what git would store of it. */
export interface VersionBytes {
  readonly bytes: Uint8Array | undefined
  readonly oid: string | undefined
  readonly raw: Uint8Array | undefined
}

const ABSENT: VersionBytes = { bytes: undefined, oid: undefined, raw: undefined }

/** Reads a version of the file at `path`; `place` is the worktree's top.
 *  @throws GitError in git's words: a filter that failed, an object that is not there. */
export async function versionBytes(
  version: FileVersion,
  path: string,
  place: GitPlace,
): Promise<VersionBytes> {
  switch (version.kind) {
    case "absent":
      return ABSENT
    case "blob":
      return { bytes: await readBlob(version.oid, place), oid: version.oid, raw: undefined }
    case "worktree":
      return worktreeBytes(path, place)
  }
}

/** What git would store of the worktree's file, through the filter and line endings of its path, whoever set them. */
async function worktreeBytes(path: string, place: GitPlace): Promise<VersionBytes> {
  const raw = readDiskFile(join(place.cwd, path))
  const oid = await objectName(["hash-object", "--stdin", `--path=${path}`], place, raw)
  // mostly there is no filter, and the file is what git would store
  if (oid === blobId(raw, oid.length === SHA1_DIGITS ? "sha1" : "sha256")) return { bytes: raw, oid, raw }
  await objectName(["hash-object", "-w", "--stdin", `--path=${path}`], place, raw)
  return { bytes: await readBlob(oid, place), oid, raw }
}

const SHA1_DIGITS = 40

/** Writes bytes into the object database as they are, and returns the blob's name. */
export function writeBlob(bytes: Uint8Array, place: GitPlace): Promise<string> {
  return objectName(["hash-object", "-w", "--stdin", "--no-filters"], place, bytes)
}

async function objectName(args: readonly string[], place: GitPlace, input: Uint8Array): Promise<string> {
  const { status, output, message } = await runGit(args, place, input)
  if (status !== 0) throw new GitError(firstLine(message))
  return output.toString().trim()
}

async function readBlob(oid: string, place: GitPlace): Promise<Uint8Array> {
  const { status, output, message } = await runGit(["cat-file", "blob", oid], place)
  if (status !== 0) throw new GitError(firstLine(message))
  return output
}

/** git's first line that says what is wrong; what a filter wrote may come before it. */
export function firstLine(message: string): string {
  const lines = message.split("\n").filter((line) => line.trim() !== "")
  const line = lines.find((each) => /^(fatal|error): /.test(each)) ?? lines[0] ?? "git failed"
  return line.replace(/^(fatal|error): /, "")
}
