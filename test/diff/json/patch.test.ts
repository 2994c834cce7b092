import { describe, expect, test } from "vitest"
import { type DecodedDiff, decodeDiff } from "../../../src/diff/json/decode-diff.js"
import { type DiffJson, encodeDiff } from "../../../src/diff/json/encode.js"
import { applyDiff, invertDecoded } from "../../../src/diff/json/patch.js"
import { blobId } from "../../../src/node/blob-id.js"
import { diffFiles } from "../../support/arbitrary-pair.js"
import { notebookText } from "../../support/notebook-text.js"

const before = notebookText("a = 1\nb = 2\nc = 3", "größe = 1")
const after = notebookText("a = 1\nb = 20\nc = 3", "größe = 2", "new")
const form: DiffJson = encodeDiff(
  diffFiles([Buffer.from(before), Buffer.from(after)]),
  { before: "a.ipynb", after: "a.ipynb" },
  blobId,
)

describe("a diff that is applied", () => {
  test("makes the file after, and turned round the file before", () => {
    const diff = decoded(form)
    expect(apply(diff, before)).toBe(after)
    expect(apply(invertDecoded(diff), after)).toBe(before)
  })

  test("is not applied twice", () => {
    expect(apply(decoded(form), after)).toBe("applied-already")
  })

  test("is not applied to another version, were it different in one byte", () => {
    expect(apply(decoded(form), before.replace("c = 3", "c = 4"))).toBe("other-file")
    expect(applyDiff(decoded(form), undefined, blobId).kind).toBe("other-file")
  })

  test("that makes something else than it says is refused", () => {
    const texts = form.delta.after.map((text) => text.replace(/\d/, "7"))
    expect(apply(decoded({ ...form, delta: { ...form.delta, after: texts } }), before)).toBe("damaged")
  })

  test("may make the file, or remove it", () => {
    const diff = decoded({
      ...form,
      before: null,
      delta: { copies: [], before: [], after: [after] },
    })
    expect(applyDiff(diff, undefined, blobId)).toEqual({
      kind: "patched",
      bytes: new TextEncoder().encode(after),
    })
    expect(applyDiff(invertDecoded(diff), Buffer.from(after), blobId)).toEqual({
      kind: "patched",
      bytes: undefined,
    })
  })
})

describe("what is not a diff is said to be none", () => {
  test.each([
    ["", "the file is empty"],
    ["{", "line 1, column 2: expected"],
    ['{"version": 1, "delta": "\\', "line 1, column"],
    ["[]", "this is not a diff of a notebook"],
    ["1", "this is not a diff of a notebook"],
    [before, "this is not a diff of a notebook"],
    ['{"version": 1, "files": []}', "a diff of several files"],
    [`${"[".repeat(100_000)}`, "nested more than"],
    [{ ...form, version: 2 }, "a diff of version 2, and only version 1 is read"],
    [{ ...form, version: "1" }, "this is not a diff of a notebook"],
    [{ ...form, before: 1 }, '"before" needs "path", "size" and "oid"'],
    [{ ...form, after: { ...form.after, size: -1 } }, '"after" needs'],
    [{ ...form, after: { ...form.after, oid: "../../x" } }, '"after" needs'],
    [{ ...form, delta: null }, "the diff's delta is damaged"],
    [{ ...form, delta: { ...form.delta, copies: 1 } }, "the diff's delta is damaged"],
    [{ ...form, delta: { ...form.delta, before: [1] } }, "the diff's delta is damaged"],
  ])("%j: %s", (input, problem) => {
    const bytes = Buffer.from(typeof input === "string" ? input : JSON.stringify(input))
    expect(decodeDiff(bytes)).toEqual(expect.stringContaining(problem))
    expect(decodeDiff(bytes)).not.toContain("\n")
  })
})

describe("a delta that is not sound is refused before it is applied", () => {
  const size = { before: before.length, after: after.length }
  const copy = form.delta.copies[0]!

  test.each<[string, Partial<DiffJson["delta"]>]>([
    ["copies that overlap after", { copies: [copy, copy] }],
    ["copies that overlap before", { copies: [copy, [copy[0], copy[1] + copy[2], copy[2]]] }],
    ["copies in another order", { copies: form.delta.copies.toReversed() }],
    ["a copy beyond the end of the file before", { copies: [[size.before, 0, 20]] }],
    ["a copy beyond the end of the file after", { copies: [[0, size.after + 100, 20]] }],
    ["a negative offset", { copies: [[-1, 0, 20]] }],
    ["a fraction", { copies: [[0.5, 0, 20]] }],
    ["a huge length", { copies: [[0, 0, Number.MAX_SAFE_INTEGER]] }],
    ["more than any number holds", { copies: [[0, 0, Number.MAX_VALUE]] }],
    ["a copy of nothing", { copies: [[0, 0, 0]] }],
    ["too few numbers", { copies: [[0, 0] as unknown as [number, number, number]] }],
    ["too many numbers", { copies: [[0, 0, 1, 1] as unknown as [number, number, number]] }],
    ["a text too many", { after: [...form.delta.after, "x"] }],
    ["a text too few", { after: form.delta.after.slice(1) }],
    ["a text that is longer than its gap", { after: form.delta.after.map((text) => `${text}x`) }],
    ["half a character", { after: form.delta.after.map((text) => `\ud800${text.slice(3)}`) }],
    ["a text before that is longer than its gap", { before: [...form.delta.before, "x"] }],
  ])("%s", (_, part) => {
    const bytes = Buffer.from(JSON.stringify({ ...form, delta: { ...form.delta, ...part } }))
    expect(decodeDiff(bytes)).toMatch(/^the diff's delta is damaged/)
  })

  test("sizes that no memory holds", () => {
    const huge = { ...form.after, size: Number.MAX_SAFE_INTEGER }
    expect(decodeDiff(Buffer.from(JSON.stringify({ ...form, after: huge })))).toMatch(
      /^the diff's delta is damaged/,
    )
  })
})

function decoded(value: object): DecodedDiff {
  const diff = decodeDiff(Buffer.from(JSON.stringify(value)))
  if (typeof diff === "string") throw new Error(diff)
  return diff
}

/** What the file becomes, or why it stays what it is. */
function apply(diff: DecodedDiff, file: string): string {
  const patched = applyDiff(diff, Buffer.from(file), blobId)
  return patched.kind === "patched" ? Buffer.from(patched.bytes ?? []).toString() : patched.kind
}
