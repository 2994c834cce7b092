import { existsSync } from "node:fs"
import type { RangeQuery } from "../../git/notebooks/revisions.js"
import { type GitConfig, lastValue } from "../../git/repository/config.js"
import { detailIn } from "../../git/settings/driver-settings.js"
import type { ReviewOptions } from "../../html/review-options.js"
import type { DiffOptions } from "./diff-options.js"
import { parseSize, UNCHANGED_CHOICES } from "./html-options.js"

/** Limits a page to bytes that can still be mailed and opened. */
const DEFAULT_MAX_SIZE = 20_000_000

/** Returns how a page is made: by the options, else git's config. */
export function htmlSettings(
  { outputs, html }: Pick<DiffOptions, "outputs" | "html">,
  config: GitConfig,
): Pick<ReviewOptions, "outputs" | "unchanged"> & { readonly maxSize: number | undefined } {
  const unchanged =
    html.unchanged ?? UNCHANGED_CHOICES.find((one) => one === lastValue(config, "nbdiff.html.unchanged"))
  const maxSize =
    html.maxSize ?? parseSize(lastValue(config, "nbdiff.html.maxsize") ?? "") ?? DEFAULT_MAX_SIZE
  return {
    outputs: outputs ?? detailIn(config, "nbdiff.html.outputs") ?? "show",
    unchanged: unchanged ?? "fold",
    maxSize: maxSize === "none" ? undefined : maxSize,
  }
}

type Versions = NonNullable<ReviewOptions["versions"]>

/** Returns names for the two versions of a range. An operand that names a file is a path: git rejects one that is
 *  both. */
export function versionNames({ operands, options }: Pick<RangeQuery, "operands" | "options">): Versions {
  const revisions = operands.filter((operand) => !existsSync(operand))
  const { before, after } = inOrder(revisions, options)
  return options.includes("-R") ? { before: after, after: before } : { before, after }
}

function inOrder([first, second]: readonly string[], fileOptions: readonly string[]): Versions {
  const isCached = fileOptions.includes("--cached")
  const base = (revision: string): string =>
    fileOptions.includes("--merge-base") ? `merge base with ${revision}` : revision
  const end = isCached ? "index" : "working tree"
  if (first === undefined) return { before: isCached ? "HEAD" : "index", after: end }
  if (second !== undefined) return { before: base(first), after: second }
  const [, from, dots, to] = /^(.*?)(\.{2,3})(.*)$/.exec(first) ?? []
  if (from === undefined || to === undefined) return { before: base(first), after: end }
  const start = from || "HEAD"
  return { before: dots === "..." ? `merge base with ${start}` : start, after: to || "HEAD" }
}
