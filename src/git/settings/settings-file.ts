import { join } from "node:path"
import { systemReason } from "../../node/input-file.js"
import { readDiskFile } from "../../node/regular-file.js"
import type { TomlTable } from "./toml.lazy.js"

/** What a file says that is committed with the notebooks. Nothing in it names a program or a place outside the
 *  repository: whoever clones it runs what its author wrote. */
export interface SettingsFile {
  /** What a message has before a section's name: the file and the tables that the section is in. */
  readonly prefix: string
  /** Tables by their names: `[merge]` of nbdiff.toml, `[tool.nbdiff.merge]` of pyproject.toml. */
  readonly sections: Readonly<Record<SettingsSection, TomlTable | undefined>>
}

/** Where settings are looked for, the first that has any. */
export const SETTINGS_FILES = ["nbdiff.toml", "pyproject.toml"] as const

const SECTION_NAMES = ["normalize", "merge", "check"] as const

type SettingsSection = (typeof SECTION_NAMES)[number]

/** A setting that cannot be followed: one line that names the file and the key, and steers no terminal. */
export class SettingsError extends Error {
  override readonly name = "SettingsError"

  constructor(message: string) {
    super(message.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu, "\ufffd"))
  }
}

/** By its name: a bundle that is loaded later brings a class of its own. */
export function isSettingsError(error: unknown): error is SettingsError {
  return error instanceof Error && error.name === "SettingsError"
}

/** What git has of a settings file that is not TOML in the worktree; undefined where that helps no further either.
 *  `fault` is what is wrong, in one line that names the file. */
export type FallbackSettings = (name: string, problem: string) => Promise<TomlTable | undefined>

/** The settings of the repository whose top is `top`: those of nbdiff.toml, else those of pyproject.toml,
 *  undefined where neither has any.
 *  @throws SettingsError for a file that cannot be read, is not TOML, or has a section that is not known. */
export async function readSettingsFile(
  top: string,
  fallback?: FallbackSettings,
): Promise<SettingsFile | undefined> {
  const own = await readToml(top, "nbdiff.toml", fallback)
  if (own !== undefined) return settingsFile("nbdiff.toml: ", own)
  const project = await readToml(top, "pyproject.toml", fallback, OUR_TABLE)
  const ours = tableAt(project, "tool")?.nbdiff
  if (ours === undefined) return undefined
  if (!isTable(ours)) throw new SettingsError("pyproject.toml: tool.nbdiff: is not a table")
  return settingsFile("pyproject.toml: tool.nbdiff.", ours)
}

/** What our table in a pyproject.toml begins with, a table's head or a key; a dependency on us is not a table, and what
 *  is wrong with a file of others is not ours to tell. */
const OUR_TABLE = new RegExp(
  [
    /^[ \t\ufeff]*\[+[ \t]*["']?tool["']?[ \t]*\.[ \t]*["']?nbdiff\b/,
    /^[ \t\ufeff]*["']?tool["']?[ \t]*[.=][^#\n]*\bnbdiff\b/,
    /^[ \t\ufeff]*["']?nbdiff["']?[ \t]*(?:\.|=(?!=))/,
  ]
    .map(({ source }) => source)
    .join("|"),
  "m",
)

/** A file's table; undefined where there is no file, or none that `relevant` finds anything in. */
async function readToml(
  top: string,
  name: string,
  fallback: FallbackSettings | undefined,
  relevant?: RegExp,
): Promise<TomlTable | undefined> {
  const text = readText(join(top, name), name)
  if (text === undefined || relevant?.test(text) === false) return undefined
  const { parseToml } = await import("./toml.lazy.js")
  const parsed = parseToml(text)
  if (parsed.kind === "document") return parsed.table
  const problem = `${name}: ${parsed.message}`
  const table = await fallback?.(name, problem)
  if (table === undefined) throw new SettingsError(problem)
  return table
}

/** Far more than any settings. */
const LARGEST_FILE = 1 << 20

function readText(path: string, name: string): string | undefined {
  try {
    const bytes = readDiskFile(path)
    if (bytes.length > LARGEST_FILE) throw new SettingsError(`${name}: larger than 1 MB`)
    return bytes.toString("utf8")
  } catch (error) {
    if (isSettingsError(error)) throw error
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR")) {
      return undefined
    }
    throw new SettingsError(`${name}: ${systemReason(error)}`)
  }
}

function tableAt(table: TomlTable | undefined, key: string): TomlTable | undefined {
  const value = table?.[key]
  return isTable(value) ? value : undefined
}

export function isTable(value: unknown): value is TomlTable {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date)
}

function settingsFile(prefix: string, table: TomlTable): SettingsFile {
  for (const [key, value] of Object.entries(table)) {
    if (!SECTION_NAMES.some((section) => section === key)) {
      throw new SettingsError(
        `${prefix}${key}: there is no such section; there are ${SECTION_NAMES.join(", ")}`,
      )
    }
    if (!isTable(value)) throw new SettingsError(`${prefix}${key}: is not a table`)
  }
  return {
    prefix,
    sections: {
      normalize: tableAt(table, "normalize"),
      merge: tableAt(table, "merge"),
      check: tableAt(table, "check"),
    },
  }
}

/** A setting's value as the texts of git's config would have it: one, or several from a list; undefined for a
 *  table or a date. */
export function settingTexts(value: unknown): readonly string[] | undefined {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value]
  return items.every(isPlain) ? items.map(String) : undefined
}

function isPlain(value: unknown): value is string | number | bigint | boolean {
  return ["string", "number", "bigint", "boolean"].includes(typeof value)
}
