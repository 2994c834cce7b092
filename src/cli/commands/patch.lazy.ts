import { readFileSync, unlinkSync } from "node:fs"
import type { Command, OptionValues } from "commander"
import { type DecodedDiff, decodeDiff } from "../../diff/json/decode-diff.js"
import { applyDiff, invertDecoded, type Patched } from "../../diff/json/patch.js"
import { blobId } from "../../node/blob-id.js"
import {
  CHANGED_MEANWHILE,
  contentIfThere,
  isUnchanged,
  replaceUnchanged,
} from "../../node/file-replacement.js"
import { systemReason } from "../../node/input-file.js"
import { quotedPath } from "../../node/quoted-path.js"
import { readDiskFile } from "../../node/regular-file.js"
import type { CommandCall } from "../terminal/command.js"
import { Exit, type ExitCode, trouble } from "../terminal/exit-code.js"

export function define(command: Command): Command {
  return command
    .description(
      "Applies a diff that nbdiff wrote with --json. Either the whole diff is applied or none of it.",
    )
    .argument("<notebook>", "the file to change, or - for standard input and output")
    .argument("[diff]", "the diff, or - for standard input (the default)")
    .option("-o, --output <file>", "write the result there, or to standard output (-), not to the notebook")
    .option("-R, --reverse", "revert the diff")
    .option("--check", "only report whether the diff applies")
}

/** Reads, decodes, applies, writes. */
export async function run({ operands, options }: CommandCall): Promise<ExitCode> {
  const [notebook = STANDARD, diffFile = STANDARD] = operands
  if (notebook === STANDARD && diffFile === STANDARD)
    return trouble("only one of the notebook and the diff can come from standard input")
  try {
    const decoded = decodeDiff(readFileSync(diffFile === STANDARD ? 0 : diffFile))
    if (typeof decoded === "string") return trouble(`${shown(diffFile)}: ${decoded}`)
    const diff = options.reverse === true ? invertDecoded(decoded) : decoded
    const read = readNotebook(notebook, diff)
    const output: string = options.output ?? notebook
    // the result replaces this file only if nobody has changed it in the meantime
    const replaced = output === notebook ? read : output === STANDARD ? undefined : contentIfThere(output)
    const patched = applyDiff(diff, read, blobId)
    if (patched.kind !== "patched") return trouble(`${shown(notebook)}: ${refusal(patched, options)}`)
    if (options.check === true) return Exit.ok
    if (patched.bytes !== undefined) return await write(patched.bytes, output, replaced)
    return remove(notebook, read, options)
  } catch (error) {
    return trouble(systemFailure(error))
  }
}

const STANDARD = "-"

function shown(path: string): string {
  return path === STANDARD ? "standard input" : quotedPath(path)
}

/** Returns the file's bytes; undefined if there is no file and the diff adds it. */
function readNotebook(path: string, { files }: DecodedDiff): Uint8Array | undefined {
  if (path === STANDARD) return readFileSync(0)
  try {
    return readDiskFile(path)
  } catch (error) {
    if (files.before === undefined && isCode(error, "ENOENT")) return undefined
    throw error
  }
}

function refusal(patched: Exclude<Patched, { readonly kind: "patched" }>, { reverse }: OptionValues): string {
  switch (patched.kind) {
    case "applied-already":
      return reverse === true
        ? "the diff has not been applied, so it cannot be reverted"
        : "the diff is already applied (-R reverts it)"
    case "other-file":
      return patched.expected === undefined
        ? "the diff adds this file, but it already exists"
        : `the diff does not apply: it was made for another version (blob ${patched.expected.oid.slice(0, SHORT_ID)})`
    case "damaged":
      return "the diff is damaged: its result is not the file that it names"
  }
}

/** Sets how many digits of an id are shown, as many as git shows. */
const SHORT_ID = 7

async function write(bytes: Uint8Array, path: string, replaced: Uint8Array | undefined): Promise<ExitCode> {
  if (path === STANDARD) return await writeOut(bytes)
  return replaceUnchanged(path, replaced, bytes) ? Exit.ok : trouble(`${shown(path)}: ${CHANGED_MEANWHILE}`)
}

/** Deletes the file, as the diff does. With -o or standard output there would be nothing to write. */
function remove(notebook: string, read: Uint8Array | undefined, { output }: OptionValues): ExitCode {
  if (notebook === STANDARD || output !== undefined)
    return trouble(`${shown(notebook)}: the diff deletes the file, so there is nothing to write`)
  if (!isUnchanged(notebook, read)) return trouble(`${shown(notebook)}: ${CHANGED_MEANWHILE}`)
  unlinkSync(notebook)
  return Exit.ok
}

function writeOut(bytes: Uint8Array): Promise<ExitCode> {
  return new Promise((resolve) => {
    process.stdout.on("error", () => resolve(Exit.closedPipe))
    process.stdout.write(bytes, (error) => resolve(error ? Exit.closedPipe : Exit.ok))
  })
}

/** Returns the system's message, with the file that it is about. */
function systemFailure(error: unknown): string {
  const path = error instanceof Error && "path" in error ? `${quotedPath(String(error.path))}: ` : ""
  return path + systemReason(error)
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code
}
