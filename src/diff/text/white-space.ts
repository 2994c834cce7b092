import type { Key } from "./sequence.js"

/** Which white space two lines may differ in and still be equal: git's `--ignore-cr-at-eol`,
 *  `--ignore-space-at-eol`, `-b` and `-w`. Each forgives all that the ones before it forgive, and every one
 *  but "none" forgives a missing end of the last line. */
export type IgnoredSpace = "none" | "cr-at-eol" | "space-at-eol" | "space-change" | "all-space"

/** What a line is compared by. White space is what git takes for it: space, tab, "\n" and "\r". */
export const LINE_KEYS = {
  "cr-at-eol": (line) => line.replace(/\r?\n$/, ""),
  "space-at-eol": trimmedEnd,
  "space-change": (line) => trimmedEnd(line).replace(/[ \t\r]+/g, " "),
  "all-space": (line) => line.replace(/[ \t\r\n]+/g, ""),
} as const satisfies Record<Exclude<IgnoredSpace, "none">, (line: string) => Key>

/** Whether git's `--ignore-blank-lines` takes the line for blank: nothing but its ending, or nothing but white
 *  space where any is ignored. */
export function isBlank(line: string, ignored: IgnoredSpace): boolean {
  return ignored === "none" ? line === "\n" || line === "\r\n" : trimmedEnd(line) === ""
}

/** Not a regular expression: `\s+$` looks again from each space of a long run that ends nowhere. */
function trimmedEnd(line: string): string {
  let end = line.length
  while (end > 0 && isSpace(line.charCodeAt(end - 1))) end--
  return line.slice(0, end)
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d
}
