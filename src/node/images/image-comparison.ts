import type { NotebookDiff } from "../../diff/model/notebook-diff.js"
import type { Image } from "../../diff/model/output-diff.js"
import { changedImages } from "../../diff/outputs/changed-images.js"
import type { ComparePixels } from "../../render/words/view-options.js"

/** For the view of one diff, up to `limit` pixels. The decoders are loaded only where there is something for them to
 *  do. */
export async function imageComparison(
  diff: NotebookDiff,
  limit?: number,
): Promise<ComparePixels | undefined> {
  for (const { before, after } of changedImages(diff)) {
    if (isDecoded(before) && isDecoded(after)) {
      return (await import("./pixel-comparison.lazy.js")).pixelComparison(limit)
    }
  }
  return undefined
}

function isDecoded({ format, width }: Image): boolean {
  return (format === "PNG" || format === "JPEG") && width !== undefined
}
