import type { Step } from "../../normalize/apply-rules.js"
import { formatPath } from "../../normalize/rules/rule-path.js"
import type { Rule } from "../../normalize/rules/rules.js"

/** What was done to a notebook, in a few words: "3 outputs (120 KB) stripped, 5 counts cleared". */
export function stepSummary(steps: readonly Step[]): string {
  const of = (kind: Step["kind"]): readonly Step[] => steps.filter((step) => step.kind === kind)
  const parts = [
    phrase(of("drop-cell"), "cell", "dropped"),
    phrase(of("strip"), "output", "stripped", "sized"),
    phrase(of("rewrite"), "cell's outputs", "made stable"),
    phrase(of("clear"), "count", "cleared"),
    phrase(of("drop"), "field", "dropped"),
    phrase(of("add-id"), "id", "added"),
  ]
  return parts.filter(Boolean).join(", ") || "formatting"
}

/** What a check has found: "2 notebooks are not in normal form: outputs (3), counts (7)". */
export function checkSummary(notebooks: number, steps: readonly Step[]): string {
  const count = (kind: Step["kind"]): number => steps.filter((step) => step.kind === kind).length
  const parts = [
    ["outputs", count("strip") + count("rewrite")],
    ["counts", count("clear")],
    ["fields", count("drop")],
    ["cells", count("drop-cell")],
    ["ids", count("add-id")],
  ] as const
  const found = parts.flatMap(([noun, number]) => (number > 0 ? [`${noun} (${number})`] : []))
  const which = notebooks === 1 ? "1 notebook is" : `${notebooks} notebooks are`
  return `${which} not in normal form: ${found.join(", ") || "formatting"}`
}

function phrase(steps: readonly Step[], noun: string, verb: string, size?: "sized"): string {
  if (steps.length === 0) return ""
  const bytes = steps.reduce((sum, step) => sum + step.bytes, 0)
  return `${steps.length} ${plural(noun, steps.length)}${size ? ` (${byteText(bytes)})` : ""} ${verb}`
}

function plural(noun: string, count: number): string {
  if (count === 1) return noun
  return noun === "cell's outputs" ? "cells' outputs" : `${noun}s`
}

/** Bytes for a person: in powers of 1000, as file managers have them. */
export function byteText(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`
  const exponent = Math.min(3, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** exponent
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${["KB", "MB", "GB"][exponent - 1]}`
}

/** Everything that is done to a notebook, or that is left though it may look as if it would not be: a line each. */
export function stepLines(steps: readonly Step[]): string {
  const rows = steps.map(({ kind, cell, path, why }) => {
    const scope = cell === undefined ? "notebook" : "cell"
    const where = cell === undefined ? "notebook" : `cell ${cell + 1}`
    return [where, VERBS[kind], path.length === 0 ? "" : formatPath(scope, path), why]
  })
  return table(rows)
}

const VERBS = {
  drop: "drop",
  clear: "clear",
  strip: "strip",
  rewrite: "rewrite",
  keep: "keep",
  "drop-cell": "drop cell",
  "add-id": "add id",
} as const satisfies Record<Step["kind"], string>

/** The table of rules: what happens to each field, who writes it, and why. */
export function ruleLines(rules: readonly Rule[]): string {
  const rows = rules.map(({ path, action, when, writer, reason }) => {
    const condition = when === undefined ? "" : when === "empty" ? " when empty" : " when not shown"
    return { path, rest: [`${action}${condition}`, writer, reason] }
  })
  return rows.map(({ path, rest }) => `${path}\n    ${rest.join("; ")}\n`).join("")
}

/** Columns of equal width, the last as wide as it is. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)))
  return rows
    .map(
      (row) => `${row.map((text, i) => text.padEnd(i < row.length - 1 ? (widths[i] ?? 0) : 0)).join("  ")}\n`,
    )
    .join("")
}
