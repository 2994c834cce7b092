import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { DEFAULT_POLICY } from "../../src/merge/decisions/policy.js"
import { DEFAULT_MARKER_STYLE, mergeFiles } from "../../src/merge/merge-files.js"
import type { Resolution } from "../../src/merge/text/line-merge.js"
import type { ConflictStyle } from "../../src/merge/text/markers.js"
import { parseNotebook } from "../../src/notebook/model.js"
import {
  arbitraryPictures,
  namesShown,
  type PictureCell,
  type PictureFiles,
  pictureBytes,
  rootOfPicture,
} from "../support/arbitrary-pictures.js"

const runs = { numRuns: Number(process.env.NBDIFF_RUNS ?? 300), seed: 20261128 }

/** A line that shows a picture: its own word, the name, and the content of the file; undefined where there is none. */
interface ShownPicture {
  readonly word: string
  readonly name: string
  readonly content: string | undefined
}

function pictureCells(bytes: Uint8Array): readonly PictureCell[] {
  return parseNotebook(bytes).cells.map(({ id, source }, i) => {
    const json = JSON.parse(Buffer.from(bytes).toString()).cells[i]
    const files = Object.entries(json.attachments ?? {}) as [string, { "image/png": string }][]
    return {
      id: id ?? "",
      lines: source.split("\n"),
      files: Object.fromEntries(files.map(([name, file]) => [name, file["image/png"]])),
    }
  })
}

function shownIn(cells: readonly PictureCell[]): readonly ShownPicture[] {
  return cells.flatMap(({ lines, files }) =>
    lines.flatMap((line) =>
      namesShown(line).map((name) => ({ word: line.split(" ")[0] as string, name, content: files[name] })),
    ),
  )
}

function contentsOf(cells: readonly PictureCell[]): ReadonlySet<string> {
  return new Set(cells.flatMap(({ files }) => Object.values(files)))
}

/** Every reference has its file, and shows a picture that this line showed on a side, or that a side made of it. */
function expectRightPictures(result: readonly PictureCell[], three: PictureFiles): void {
  const sides = [three.base, three.ours, three.theirs].map(shownIn)
  for (const shown of shownIn(result)) {
    expect(shown.content, `file of ${shown.word} ${shown.name}`).toBeDefined()
    const roots = sides.flatMap((side) =>
      side.flatMap(({ word, content }) => (word === shown.word && content ? [rootOfPicture(content)] : [])),
    )
    expect(roots, `picture of ${shown.word}`).toContain(rootOfPicture(shown.content as string))
  }
}

/** A picture that a side drew is in the result, and a line shows it where one still shows what it was made of. */
function expectReachable(result: readonly PictureCell[], three: PictureFiles): void {
  const before = contentsOf(three.base)
  const have = contentsOf(result)
  const shown = shownIn(result)
  for (const side of [three.ours, three.theirs]) {
    for (const { content } of shownIn(side)) {
      if (content === undefined || before.has(content)) continue
      expect(have, `drawn ${content}`).toContain(content)
      const root = rootOfPicture(content)
      // a side may draw one of two copies again
      const old = new Set(shownIn(side).flatMap((each) => (each.content === root ? [each.word] : [])))
      const stale = shown.filter((each) => each.content === root && before.has(root) && !old.has(each.word))
      const isSeen = shown.some((each) => each.content === content)
      if (!isSeen) expect(stale, `old pictures in the place of ${content}`).toEqual([])
    }
  }
}

function check(
  law: (three: PictureFiles, bytes: { base: Uint8Array; ours: Uint8Array; theirs: Uint8Array }) => void,
) {
  fc.assert(
    fc.property(arbitraryPictures(), (three) =>
      law(three, {
        base: pictureBytes(three.base),
        ours: pictureBytes(three.ours),
        theirs: pictureBytes(three.theirs),
      }),
    ),
    runs,
  )
}

describe("pictures of text cells", { timeout: Math.max(60_000, runs.numRuns * 100) }, () => {
  it("are with every line that shows them, in each style of markers", () => {
    check((three, { base, ours, theirs }) => {
      for (const style of ["merge", "diff3", "zdiff3"] satisfies ConflictStyle[]) {
        const { bytes } = mergeFiles(base, ours, theirs, { markerStyle: { ...DEFAULT_MARKER_STYLE, style } })
        expectRightPictures(pictureCells(bytes), three)
      }
    })
  })

  it("that a side drew stay within reach", () => {
    check((three, { base, ours, theirs }) => {
      expectReachable(pictureCells(mergeFiles(base, ours, theirs).bytes), three)
    })
  })

  it("are with every line that shows them however a conflict is resolved", () => {
    check((three, { base, ours, theirs }) => {
      for (const choice of ["ours", "theirs", "base", "union"] satisfies Resolution[]) {
        const policy = { ...DEFAULT_POLICY, resolve: () => choice }
        const cells = pictureCells(mergeFiles(base, ours, theirs, { policy }).bytes)
        // lines of the base show what the sides made of its pictures
        if (choice === "base") for (const { content } of shownIn(cells)) expect(content).toBeDefined()
        else expectRightPictures(cells, three)
      }
    })
  })
})
