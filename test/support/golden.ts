import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { expect } from "vitest"

/** Expects a text to be what is in the file; with UPDATE_GOLDEN=1 it is written there, to be looked at. */
export function expectGolden(file: URL, text: string): void {
  if (process.env.UPDATE_GOLDEN === "1") writeFileSync(file, text)
  if (!existsSync(file)) throw new Error(`no ${file.pathname}: UPDATE_GOLDEN=1 writes it`)
  expect(text).toBe(readFileSync(file, "utf8"))
}

/** Escape sequences as text that can be read in a review: `{31}` for ESC [31m, `{}` for the reset. */
export function escapesVisible(text: string): string {
  return text.replace(/\x1b\[([0-9;]*)m/g, "{$1}")
}
