import { isAbsolute, join, posix, relative } from "node:path"
import { readDiskFile } from "../../node/regular-file.js"
import type { PathAttributes } from "../repository/attributes.js"
import { DRIVER_NAME } from "../repository/driver-name.js"
import type { Place } from "../repository/repository.js"
import { worktreeTop } from "../repository/worktree.js"
import { matchesPath, parsePathPattern } from "../settings/path-pattern.js"
import { attributesFile } from "./attributes-file.js"
import { isOwnComment } from "./attributes-text.js"

/** The line that gives a path one of its attributes. */
export interface AttributeSource {
  /** As a person would name it: relative to the current directory where it is in the worktree. */
  readonly file: string
  /** From 1 on. */
  readonly line: number
  /** It is in the repository's own info/attributes, over which no other file wins. */
  readonly isLocal: boolean
}

export type DriverAttribute = "diff" | "merge" | "filter"

export type AttributeSources = Readonly<Partial<Record<DriverAttribute, AttributeSource>>>

/** Tells where a path's attributes come from that are another's than ours. Empty for what no line is found for. */
export type SourcesOf = (path: string, attributes: PathAttributes) => AttributeSources

/** git says what applies and not which line says so. */
export async function openAttributeSources(place: Place): Promise<SourcesOf> {
  const top = await worktreeTop(place)
  const prefix = (await place.git("rev-parse", "--show-prefix")).replace(/\n$/, "")
  const local = {
    ...readAttributesFile(await attributesFile("local", place), "", place, top),
    isLocal: true,
  }
  const outer = [
    readAttributesFile(await attributesFile("global", place), "", place, top),
    readAttributesFile(await attributesFile("system", place), "", place, top),
  ]
  const folders = new Map<string, AttributesFile>()
  const inFolder = (folder: string): AttributesFile => {
    const file = join(top ?? place.cwd, folder, ".gitattributes")
    const known = folders.get(folder) ?? readAttributesFile(file, folder, place, top)
    folders.set(folder, known)
    return known
  }
  return (path, attributes) => {
    const fromTop = posix.normalize(prefix + path)
    const files = [local, ...foldersOf(fromTop).map(inFolder), ...outer]
    const macros = macrosOf([local, inFolder(""), ...outer])
    const others = DRIVER_ATTRIBUTES.filter((name) => isOthers(attributes[name]))
    const sources = others.map((name) => [name, sourceIn(files, fromTop, name, macros)] as const)
    return Object.fromEntries(sources.filter(([, source]) => source !== undefined))
  }
}

/** Whether a value of an attribute is neither ours nor nothing. */
export function isOthers(value: string): boolean {
  return value !== DRIVER_NAME && value !== "unspecified"
}

const DRIVER_ATTRIBUTES = ["diff", "merge", "filter"] as const satisfies readonly DriverAttribute[]

export interface AttributesFile {
  /** As a person would name it. */
  readonly name: string
  /** What its patterns are relative to: "" for the top, else with a `/` at the end. */
  readonly folder: string
  readonly isLocal: boolean
  readonly lines: readonly (readonly string[])[]
  /** The index of the comment over our own lines; -1 where there is none. */
  readonly ownComment: number
}

export function readAttributesFile(
  file: string,
  folder: string,
  { cwd }: Pick<Place, "cwd">,
  top: string | undefined,
  encoding: "utf8" | "latin1" = "utf8",
): AttributesFile {
  const inside =
    top !== undefined && !/^\.\.|^$/.test(relative(top, file)) && !isAbsolute(relative(top, file))
  const lines = textOf(file, encoding).split("\n")
  return {
    name: inside ? relative(cwd, file).replaceAll("\\", "/") : file,
    folder,
    isLocal: false,
    lines: lines.map(wordsOf),
    ownComment: lines.findIndex(isOwnComment),
  }
}

/** As Latin-1, which keeps every byte; empty where there is no such file. */
export function readAttributesText(file: string): string {
  return textOf(file, "latin1")
}

function textOf(file: string, encoding: "utf8" | "latin1"): string {
  try {
    return readDiskFile(file).toString(encoding)
  } catch {
    return ""
  }
}

/** The pattern and the attributes. A pattern in quotes may hold spaces. */
function wordsOf(line: string): readonly string[] {
  const text = line.trim()
  if (text.startsWith("#")) return []
  const [whole, inside] = /^"((?:[^"\\]|\\.)*)"/.exec(text) ?? []
  if (whole === undefined || inside === undefined) return text.split(/\s+/)
  return [inside.replaceAll(/\\(["\\])/g, "$1"), ...text.slice(whole.length).trim().split(/\s+/)]
}

/** From the path's own folder up to the top. */
function foldersOf(path: string): readonly string[] {
  const parts = path.split("/").slice(0, -1)
  return [...parts.map((_, at) => `${parts.slice(0, parts.length - at).join("/")}/`), ""]
}

export type Macros = ReadonlyMap<string, readonly string[]>

const MACRO = "[attr]"

export function macrosOf(files: readonly AttributesFile[]): Macros {
  const defined = files
    .flatMap(({ lines }) => lines)
    .flatMap(([first = "", ...words]): (readonly [string, readonly string[]])[] =>
      first.startsWith(MACRO) ? [[first.slice(MACRO.length), words]] : [],
    )
  return new Map([["binary", ["-diff", "-merge", "-text"]], ...defined])
}

/** Of the files the first that says anything wins, and in a file the last line. */
function sourceIn(
  files: readonly AttributesFile[],
  path: string,
  name: string,
  macros: Macros,
): AttributeSource | undefined {
  for (const { name: file, folder, isLocal, lines } of files) {
    const inside = path.startsWith(folder) ? path.slice(folder.length) : undefined
    const at = lines.findLastIndex(
      ([pattern = "", ...words]) =>
        inside !== undefined &&
        words.some((word) => setsAttribute(word, name, macros)) &&
        isFor(pattern, inside),
    )
    if (at >= 0) return { file, line: at + 1, isLocal }
  }
  return undefined
}

function setsAttribute(word: string, name: string, macros: Macros): boolean {
  const set = word.replace(/^[-!]/, "").replace(/=.*/s, "")
  return set === name || (macros.get(word)?.some((part) => setsAttribute(part, name, NO_MACROS)) ?? false)
}

/** A macro that names a macro is not looked into. */
const NO_MACROS: Macros = new Map()

function isFor(text: string, path: string): boolean {
  const pattern = text.startsWith(MACRO) ? undefined : parsePathPattern(text)
  return pattern !== undefined && matchesPath(pattern, path)
}
