import type { Change, ValueChange } from "../model/change.js"
import type { CellDiff, NotebookDiff } from "../model/notebook-diff.js"
import type { Image } from "../model/output-diff.js"
import { mimeContent } from "./mime-change.js"

/** The images that are there in both versions and differ: in outputs, and attached to cells. */
export function* changedImages({ cells }: NotebookDiff): Generator<Change<Image>> {
  for (const { changes } of cells) {
    yield* outputImages(changes.outputs)
    for (const change of changes.attachments) yield* attachedImage(change)
  }
}

function* outputImages(outputs: CellDiff["changes"]["outputs"]): Generator<Change<Image>> {
  for (const change of outputs.flatMap(({ changes }) => changes)) {
    const content = change.kind === "mime" ? change.content : undefined
    if (content?.kind !== "image") continue
    const { before, after } = content
    if (before !== undefined && after !== undefined) yield { before, after }
  }
}

/** By "attachments", its name and its mime type. */
function* attachedImage({ path: [, , mime], before, after }: ValueChange): Generator<Change<Image>> {
  if (mime === undefined || before === undefined || after === undefined) return
  const a = mimeContent({ mime, value: before })
  const b = mimeContent({ mime, value: after })
  if (a.kind === "image" && b.kind === "image") yield { before: a.image, after: b.image }
}
