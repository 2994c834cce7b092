import { splitLines } from "./lines.js"

/** A source's lines without white space around them, those without a letter or a digit left out. */
export function significantLines(source: string): readonly string[] {
  return splitLines(source)
    .map((line) => line.trim())
    .filter((line) => /[a-zA-Z\d]/.test(line) || /[\p{L}\p{N}]/u.test(line))
}

/** The lines that are left when those of another text are removed, each as often as it is there. */
export function linesWithout(lines: readonly string[], others: readonly string[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const line of others) counts.set(line, (counts.get(line) ?? 0) + 1)
  return lines.filter((line) => {
    const count = counts.get(line) ?? 0
    counts.set(line, count - 1)
    return count <= 0
  })
}
