/** Whether the lines say enough to be known again: both sides may have `)` or `else:` without meaning the same. */
export function isSignificant(lines: readonly string[]): boolean {
  return lines.join("").replace(/[^\p{L}\p{N}]/gu, "").length >= LEAST_LETTERS
}

/** Letters and digits, as many as `import os` has: no keyword alone. */
const LEAST_LETTERS = 8
