import type { Scope } from "./rules.js"

/** A path pattern: a scope, and what each key from its object down must be. */
export interface RulePath {
  readonly scope: Scope
  readonly keys: readonly KeyPattern[]
}

/** A key as it is, or the parts between the `*`s of a pattern. */
export type KeyPattern =
  | { readonly kind: "key"; readonly key: string }
  | { readonly kind: "glob"; readonly parts: readonly string[] }

/** The paths that a text stands for: keys joined by dots, `*` for any characters of one key, `{a,b}` for either;
 *  a key that holds one of these characters is in double quotes, as it is. The first key is the scope.
 *  `cell.metadata.colab.{base_uri,height}`, `notebook.metadata."a.b"`, `cell.metadata.deepnote_*`.
 *  Undefined when the text is no such path. */
export function parseRulePath(text: string): readonly RulePath[] | undefined {
  const paths = expandBraces(text)?.map(parsePlainPath)
  return paths?.every((path) => path !== undefined) ? paths : undefined
}

const QUOTED = /"[^"]*"/y
/** A stretch without braces, or what is between two. */
const BRACE_PARTS = /((?:[^"{}]|"[^"]*")+)|\{((?:[^"{}]|"[^"]*")*)\}/gy

/** Undefined for more paths than anybody means, and for braces that have no partner or lie within others. */
function expandBraces(text: string): readonly string[] | undefined {
  let paths: readonly string[] = [""]
  let at = 0
  for (const match of text.matchAll(BRACE_PARTS)) {
    const [part, plain, choices = ""] = match
    at = match.index + part.length
    const ends = plain === undefined ? choices.split(",") : [plain]
    if (paths.length * ends.length > MOST_PATHS) return undefined
    paths =
      ends.length === 1
        ? paths.map((path) => path + ends[0])
        : paths.flatMap((path) => ends.map((end) => path + end))
  }
  return at === text.length ? paths : undefined
}

/** Paths that one text may stand for. */
const MOST_PATHS = 1000

function parsePlainPath(text: string): RulePath | undefined {
  const [scope, ...keys] = splitKeys(text) ?? []
  if (scope?.kind !== "key" || !isScope(scope.key) || keys.length === 0) return undefined
  return { scope: scope.key, keys }
}

function isScope(text: string): text is Scope {
  return text === "notebook" || text === "cell" || text === "output"
}

function splitKeys(text: string): readonly KeyPattern[] | undefined {
  const keys: KeyPattern[] = []
  for (let at = 0; at <= text.length; at++) {
    QUOTED.lastIndex = at
    const quoted = QUOTED.exec(text)?.[0]
    const end = quoted === undefined ? endOfKey(text, at) : at + quoted.length
    if (end === at || (end < text.length && text[end] !== ".")) return undefined
    const key = quoted === undefined ? text.slice(at, end) : quoted.slice(1, -1)
    keys.push(
      quoted === undefined && key.includes("*")
        ? { kind: "glob", parts: key.split("*") }
        : { kind: "key", key },
    )
    at = end
  }
  return keys
}

function endOfKey(text: string, from: number): number {
  let at = from
  while (at < text.length && !'."{},'.includes(text[at] as string)) at++
  return at
}

/** Whether the key holds the parts in their order, the first at its start and the last at its end. */
export function matchesParts(parts: readonly string[], key: string): boolean {
  const first = parts[0] ?? ""
  const last = parts.at(-1) ?? ""
  if (key.length < first.length + last.length || !key.startsWith(first) || !key.endsWith(last)) return false
  let at = first.length
  for (const part of parts.slice(1, -1)) {
    const found = key.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return at <= key.length - last.length
}

/** A path as a text that `parseRulePath` reads, for people. */
export function formatPath(scope: Scope, keys: readonly string[]): string {
  return [scope, ...keys.map((key) => (/^[^."{},*]+$/.test(key) ? key : `"${key}"`))].join(".")
}
