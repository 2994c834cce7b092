import type { ValueChange } from "../diff/model/change.js"
import type { Image, OutputChange, OutputDiff } from "../diff/model/output-diff.js"
import { mimeCanonicals } from "../normalize/outputs/mime-canonical.js"
import { maskText } from "../normalize/outputs/text-masks.js"
import { type JsonValue, kindOf, rawTextOf, stringOf } from "../notebook/json/json-value.js"
import type { Output } from "../notebook/model.js"
import { counted } from "../render/words/quantity.js"
import type { ComparePixels } from "../render/words/view-options.js"
import { judgeTable } from "./judge-table.js"
import { differenceWords, type Judgment } from "./judgment.js"
import { FAR, farther, type Nearness, nearness, type Tolerance } from "./near.js"

/** How two images are compared: their pixels, what they show, or not at all. */
export const IMAGE_CHOICES = ["exact", "redrawn", "ignore"] as const

export interface JudgeOptions extends Tolerance {
  readonly images: (typeof IMAGE_CHOICES)[number]
  readonly comparePixels: ComparePixels | undefined
}

/** Judges an output that is not the same in its normal form. */
export function judgeOutput(output: OutputDiff, options: JudgeOptions): Judgment {
  switch (output.kind) {
    case "unchanged":
    case "rerun":
      return { isNear: true, worst: 0, reasons: [] }
    case "added":
      return different(`one output more: ${kindWords(output.after[0])}`)
    case "deleted":
      return different(`one output less: ${kindWords(output.before[0])}`)
    case "edited":
      return judgeChanges(output, options)
  }
}

function judgeChanges(output: OutputDiff, options: JudgeOptions): Judgment {
  if (output.changes.length === 0) return different(`${kindWords(output.before[0])} differs`)
  const judged = output.changes.map((change) => judgeChange(change, output, options))
  const isNear = judged.every((one) => one.isNear)
  return {
    isNear,
    worst: judged.reduce((most, { worst }) => Math.max(most, worst), 0),
    reasons: judged.filter((one) => one.isNear === isNear).flatMap(({ reasons }) => reasons),
  }
}

function judgeChange(change: OutputChange, output: OutputDiff, options: JudgeOptions): Judgment {
  switch (change.kind) {
    case "stream":
      return judgeText(change.name, maskText(change.text.before), maskText(change.text.after), options)
    case "error":
      return different(change.before.name === change.after.name ? "the error differs" : "another error")
    case "field":
      return different(`${change.change.path.join(".")} differs`)
    case "mime":
      return judgeMime(change, output, options)
  }
}

function judgeMime(
  { mime, before, after, content }: OutputChange & { readonly kind: "mime" },
  output: OutputDiff,
  options: JudgeOptions,
): Judgment {
  if (before === undefined) return different(`${mime} only after`)
  if (after === undefined) return different(`${mime} only before`)
  const canonical = (side: readonly Output[]): string => canonicalOf(side, mime)
  switch (content.kind) {
    case "text":
      return judgeText(mime, canonical(output.before), canonical(output.after), options)
    case "table": {
      const markup = nearness(canonical(output.before), canonical(output.after), options)
      return markup.isNear ? near("table", markup) : judgeTable(content.table, before, after, options)
    }
    case "image":
      return judgeImage(content.before, content.after, options)
    case "json":
      return judgeJson(mime, content.changes, options)
    case "binary":
      return different(`${mime} differs`)
  }
}

/** The entry's text with what every run makes up again masked. */
function canonicalOf(outputs: readonly Output[], mime: string): string {
  return outputs
    .flatMap((output) => mimeCanonicals(output))
    .filter(({ entry }) => entry.mime === mime)
    .map(({ canonical }) => canonical)
    .join("\n")
}

function judgeText(name: string, before: string, after: string, tolerance: Tolerance): Judgment {
  const compared = nearness(before, after, tolerance)
  return compared.isNear ? near(name, compared) : { ...compared, reasons: [differenceWords(name, compared)] }
}

function judgeImage(before: Image | undefined, after: Image | undefined, options: JudgeOptions): Judgment {
  if (options.images === "ignore") return { isNear: true, worst: 0, reasons: ["image ignored"] }
  if (before === undefined || after === undefined) return different("image differs")
  const difference = options.comparePixels?.(before, after)
  if (difference?.share === 0 && isSameSize(before, after))
    return { isNear: true, worst: 0, reasons: ["image, equal pixels"] }
  if (difference?.isRedrawn === true && options.images === "redrawn")
    return { isNear: true, worst: 0, reasons: ["image redrawn"] }
  if (!isSameSize(before, after)) return different(`image ${sizeWords(before)} → ${sizeWords(after)}`)
  if (difference === undefined) return different("image differs")
  return different(`image, ${(100 * difference.share).toPrecision(2)} % of the pixels`)
}

function isSameSize(a: Image, b: Image): boolean {
  return a.width === b.width && a.height === b.height
}

function sizeWords({ width, height }: Image): string {
  return `${width ?? "?"}×${height ?? "?"}`
}

function judgeJson(mime: string, changes: readonly ValueChange[], tolerance: Tolerance): Judgment {
  const compared = changes
    .filter(({ volatile }) => !volatile)
    .map(({ before, after }) => valueNearness(before, after, tolerance))
  if (compared.length === 0) return different(`${mime} differs`)
  const all = compared.reduce(farther)
  if (all.isNear) return near(mime, all)
  const far = compared.filter(({ isNear }) => !isNear).length
  return { ...all, reasons: [`${mime}, ${counted(far, "value")} differ${far === 1 ? "s" : ""}`] }
}

function valueNearness(a: JsonValue | undefined, b: JsonValue | undefined, tolerance: Tolerance): Nearness {
  if (a === undefined || b === undefined || kindOf(a) !== kindOf(b)) return FAR
  switch (kindOf(a)) {
    case "number":
      return nearness(rawTextOf(a), rawTextOf(b), tolerance)
    case "string":
      return nearness(stringOf(a), stringOf(b), tolerance)
    case "array":
    case "object":
    case "boolean":
    case "null":
      return FAR
  }
}

function near(name: string, { worst }: Nearness): Judgment {
  return { isNear: true, worst, reasons: [differenceWords(name, { isNear: true, worst })] }
}

function different(reason: string): Judgment {
  return { ...FAR, reasons: [reason] }
}

function kindWords(output: Output | undefined): string {
  if (output?.type === "stream") return output.name || "stdout"
  return (
    output?.data.map(({ mime }) => mime).find((mime) => mime !== "text/plain") ??
    output?.data[0]?.mime ??
    output?.type ??
    "output"
  )
}
