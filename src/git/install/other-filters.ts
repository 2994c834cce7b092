import { join, relative } from "node:path"
import { DRIVER_NAME } from "../repository/driver-name.js"
import { ifRepository, type Place, type Scope } from "../repository/repository.js"
import { worktreeTop } from "../repository/worktree.js"
import { matchesPath, parsePathPattern } from "../settings/path-pattern.js"
import {
  type AttributesFile,
  type Macros,
  macrosOf,
  readAttributesFile,
  readAttributesText,
} from "./attribute-source.js"
import { attributesFile, sharedAttributesFile } from "./attributes-file.js"
import { ownLines } from "./attributes-text.js"

/** A line that gives notebooks another filter than ours, or none, and that our own line would win over. */
export interface FilterLine {
  /** As a person would name it. */
  readonly file: string
  /** From 1 on. */
  readonly line: number
  /** A pattern from the worktree's top, as Latin-1. */
  readonly pattern: string
  /** As an attributes file has it: `filter=git-crypt`, `-filter`. */
  readonly attribute: string
  /** In the very file that ours is in. */
  readonly isBesideOurs: boolean
}

/** Where our line is, or will be. */
export interface AttributesTarget {
  readonly scope: Scope
  readonly shared: boolean
}

/** The lines that our line in this file would win over, the weakest first: written after ours, they win again.
 *  Only those that may be for a notebook. */
export async function otherFilterLines(
  target: AttributesTarget,
  place: Place,
): Promise<readonly FilterLine[]> {
  const files = await weakerFiles(target, place)
  const macros = macrosOf(files)
  const lines = files.flatMap((file) => filterLinesOf(file, macros))
  const first = lines.findIndex(({ attribute }) => attribute !== UNSET)
  // a reset says something only about an earlier line
  return first < 0 ? [] : lines.slice(first).map((line) => ({ ...line, attribute: ownFor(line.attribute) }))
}

const UNSET = "!filter"

/** The lines over which ours wins although another filter, or none, is to have what they are for: they came after the
 *  installation, and have no exception beside our line. */
export async function takenLines(place: Place): Promise<readonly FilterLine[]> {
  const targets: readonly AttributesTarget[] = [
    { scope: "system", shared: false },
    { scope: "global", shared: false },
    { scope: "local", shared: true },
    { scope: "local", shared: false },
  ]
  const taken = await Promise.all(targets.map((target) => takenBy(target, place)))
  return taken.flat()
}

async function takenBy(target: AttributesTarget, place: Place): Promise<readonly FilterLine[]> {
  const file = await ifRepository(() =>
    target.shared ? sharedAttributesFile(place) : attributesFile(target.scope, place),
  )
  const own = file === undefined ? undefined : ownLines(readAttributesText(file))
  if (own?.[0]?.includes(` filter=${DRIVER_NAME}`) !== true) return []
  const lines = await otherFilterLines(target, place)
  return lines.filter((line) => !own.includes(exceptionLine(line)))
}

/** Where nobody's filter is wanted any more, ours is as good as anywhere. */
function ownFor(attribute: string): string {
  return attribute === UNSET ? `filter=${DRIVER_NAME}` : attribute
}

/** Which of the lines decides for a path from the top; undefined where ours does. */
export function decidingLine(lines: readonly FilterLine[], path: string): FilterLine | undefined {
  const line = lines.findLast(({ pattern }) => {
    const parsed = parsePathPattern(pattern)
    return parsed !== undefined && matchesPath(parsed, path)
  })
  return line === undefined || ownFor(line.attribute) === ownFor(UNSET) ? undefined : line
}

/** A line for one path from the top, as Latin-1, with git's value of its filter. */
export function lineFor(path: string, value: string): FilterLine {
  const attribute = value === "unset" ? "-filter" : value === "set" ? "filter" : `filter=${value}`
  const pattern = `/${path.replaceAll(/[*?[\\]/g, "\\$&")}`
  return { file: path, line: 0, pattern, attribute, isBesideOurs: false }
}

/** As an attributes file has it. */
export function exceptionLine({ pattern, attribute }: FilterLine): string {
  const isPlain = /^[^\s"#!][^\s"]*$/.test(pattern)
  return `${isPlain ? pattern : `"${pattern.replaceAll(/["\\]/g, "\\$&")}"`} ${attribute}`
}

/** The files over which the target wins, the weakest first; of the target itself what is before our line. */
async function weakerFiles(
  { scope, shared }: AttributesTarget,
  place: Place,
): Promise<readonly WeakerFile[]> {
  const top = await ifRepository(() => worktreeTop(place))
  const read = (file: string, folder = ""): AttributesFile =>
    readAttributesFile(file, folder, place, top, "latin1")
  const system = read(await attributesFile("system", place))
  if (scope === "system") return [beforeOwn(system)]
  const global = read(await attributesFile("global", place))
  if (scope === "global") return [system, beforeOwn(global)]
  const tree = top === undefined ? [] : await treeFiles(top, place)
  if (shared) return [system, global, ...tree.slice(0, 1).map(({ file }) => beforeOwn(read(file)))]
  return [
    system,
    global,
    ...tree.map(({ file, folder }) => read(file, folder)),
    beforeOwn(read(await attributesFile("local", place))),
  ]
}

/** Every .gitattributes of the worktree, the top's first and always. */
async function treeFiles(
  top: string,
  place: Place,
): Promise<readonly { readonly file: string; readonly folder: string }[]> {
  const output = await place.git(
    "ls-files",
    "-z",
    "--cached",
    "--others",
    "--exclude-standard",
    "--deduplicate",
    "--full-name",
    "--",
    ":(top,glob)**/.gitattributes",
  )
  const paths = new Set([".gitattributes", ...output.split("\0").filter(Boolean)])
  return [...paths]
    .toSorted((a, b) => depthOf(a) - depthOf(b))
    .map((path) => ({ file: join(top, path), folder: path.slice(0, -".gitattributes".length) }))
}

function depthOf(path: string): number {
  return path.split("/").length
}

interface WeakerFile extends AttributesFile {
  readonly isBesideOurs?: boolean
}

function beforeOwn(file: AttributesFile): WeakerFile {
  const own = file.ownComment
  return { ...file, isBesideOurs: true, lines: own < 0 ? file.lines : file.lines.slice(0, own) }
}

/** The lines of a file that give what may be a notebook a filter, or none: others' than ours, unless ours are asked
 *  for too. */
export function filterLinesOf(
  { name, folder, lines, isBesideOurs = false }: WeakerFile,
  macros: Macros,
  which: "others" | "with ours" = "others",
): readonly FilterLine[] {
  return lines.flatMap(([pattern = "", ...words], at): readonly FilterLine[] => {
    const attribute = filterOf(words, macros)
    if (attribute === undefined || !mayMatchNotebook(pattern)) return []
    if (which === "others" && attribute === `filter=${DRIVER_NAME}`) return []
    return [{ file: name, line: at + 1, pattern: fromTop(folder, pattern), attribute, isBesideOurs }]
  })
}

/** The last word counts. */
function filterOf(words: readonly string[], macros: Macros): string | undefined {
  return words
    .flatMap((word) => macros.get(word) ?? [word])
    .findLast((word) => /^[-!]?filter(=|$)/.test(word))
}

/** Whether a pattern of an attributes file may be for a path that ends in `.ipynb`. */
function mayMatchNotebook(pattern: string): boolean {
  if (parsePathPattern(pattern) === undefined || pattern.startsWith("[attr]")) return false
  const literalEnd = (/[^*?\]/]*$/.exec(pattern)?.[0] ?? "").toLowerCase()
  if (literalEnd.endsWith(NOTEBOOK_END)) return true
  return NOTEBOOK_END.endsWith(literalEnd) && literalEnd !== (pattern.split("/").at(-1) ?? "").toLowerCase()
}

const NOTEBOOK_END = ".ipynb"

function fromTop(folder: string, pattern: string): string {
  if (folder === "") return pattern
  const start = `/${folder.replaceAll(/[*?[\\]/g, "\\$&")}`
  if (pattern.startsWith("/")) return start + pattern.slice(1)
  return pattern.includes("/") ? start + pattern : `${start}**/${pattern}`
}

/** `secret/** filter=git-crypt (.gitattributes:1)`, as much of them as is easily read. */
export function describedLines(lines: readonly FilterLine[], place: Pick<Place, "cwd">): string {
  const shown = lines
    .slice(0, MOST_SHOWN)
    .map((line) => `${exceptionLine(line)} (${shortName(line.file, place)}:${line.line})`)
  const rest = lines.length - shown.length
  return [...shown, ...(rest > 0 ? [`${rest} more`] : [])].join(", ")
}

const MOST_SHOWN = 5

function shortName(file: string, { cwd }: Pick<Place, "cwd">): string {
  const near = relative(cwd, file)
  return near !== "" && !near.startsWith("..") && near.length < file.length ? near : file
}
