import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type FilterTools, filterRoom } from "../../../src/git/filter/filter.js"
import { filterProcess } from "../../../src/git/filter/filter-process.js"
import type { ChunkWriter } from "../../../src/git/filter/packet.js"
import { normalBytes } from "../../../src/normalize/normalize.js"
import { parseNotebook } from "../../../src/notebook/model.js"
import { arbitraryNotebookBytes } from "../../support/arbitrary-notebook.js"
import { flush, handshake, packet, parsePackets, request } from "../../support/pkt-line.js"
import { runs } from "../../support/thorough.js"

const text = new TextEncoder()
const dirty = text.encode(
  '{"cells":[{"cell_type":"code","execution_count":7,"metadata":{},"outputs":[1],"source":"1"}],"metadata":{},"nbformat":4,"nbformat_minor":4}',
)
const cleaned = new TextDecoder().decode(dirty).replace("7", "null").replace("[1]", "[]")

interface Session {
  readonly status: number
  readonly lists: readonly (readonly string[])[]
  readonly warnings: readonly string[]
  /** Bytes answered before each chunk of input was given. */
  readonly answered: readonly number[]
}

/** `reads`: how many times somebody reads what is written. */
async function session(
  chunks: readonly Uint8Array[],
  more: Partial<FilterTools> = {},
  reads = Number.POSITIVE_INFINITY,
): Promise<Session> {
  const written: Buffer[] = []
  // as a pipe does: what was taken is copied, and the writer may use its memory again
  const write: ChunkWriter = (chunks) => {
    if (written.length >= reads) return false
    written.push(Buffer.concat(chunks))
    return true
  }
  const answered: number[] = []
  const warnings: string[] = []
  async function* input() {
    for (const chunk of chunks) {
      await new Promise(setImmediate)
      answered.push(Buffer.concat(written).length)
      // the reader must not rely on a chunk that it was given before
      const given = Buffer.from(chunk)
      yield given
      given.fill(0x58)
    }
  }
  const tools = {
    settings: async () => [],
    local: undefined,
    room: filterRoom(),
    warn: (message: string) => warnings.push(message),
    ...more,
  }
  const status = await filterProcess(input(), write, tools)
  const lists = parsePackets(Buffer.concat(written)).map((list) => list.map((one) => one.toString()))
  return { status, lists, warnings, answered }
}

const greeting = [
  ["git-filter-server\n", "version=2\n"],
  ["capability=clean\n", "capability=smudge\n"],
]
const answer = (content: string) => [["status=success\n"], content === "" ? [] : [content], []]

describe("the long-running filter", () => {
  it("offers clean and smudge, cleans, smudges as it is, and ends with git", async () => {
    const { status, lists, warnings } = await session([
      handshake("clean", "smudge", "delay"),
      request("clean", "a.ipynb", dirty),
      request("smudge", "a.ipynb", dirty),
      request("clean", "empty.ipynb", new Uint8Array(0)),
    ])
    expect(status).toBe(0)
    expect(lists).toEqual([
      ...greeting,
      ...answer(cleaned),
      ...answer(new TextDecoder().decode(dirty)),
      ...answer(""),
    ])
    expect(warnings).toEqual([])
  })

  it("answers only what git offers", async () => {
    const { lists } = await session([handshake("clean")])
    expect(lists).toEqual([greeting[0], ["capability=clean\n"]])
  })

  it("takes packets however they are cut", async () => {
    const whole = Buffer.concat([handshake("clean", "smudge"), request("clean", "a.ipynb", dirty, 50)])
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: whole.length }), { maxLength: 30 }), async (cuts) => {
        const ends = [...new Set([...cuts, whole.length])].sort((a, b) => a - b)
        const chunks = ends.map((end, i) => whole.subarray(i === 0 ? 0 : ends[i - 1], end))
        const { status, lists } = await session(chunks)
        expect(status).toBe(0)
        expect(lists).toEqual([...greeting, ...answer(cleaned)])
      }),
      { seed: 3, numRuns: runs(100) },
    )
  })

  it("answers each of many files as if it were the only one", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(arbitraryNotebookBytes(), { minLength: 1, maxLength: 5 }), async (files) => {
        const requests = files.map((bytes) => request("clean", "a.ipynb", bytes))
        const { lists } = await session([handshake("clean"), ...requests])
        const answers = files.map((bytes) => Buffer.from(normalBytes(parseNotebook(bytes))).toString())
        expect(lists.slice(2)).toEqual(answers.flatMap(answer))
      }),
      { seed: 5, numRuns: runs(100) },
    )
  })

  it("ends when git reads no more", async () => {
    const requests = [1, 2, 3].map((i) => request("clean", `${i}.ipynb`, dirty))
    const { status, lists, warnings } = await session([handshake("clean"), ...requests], {}, 3)
    expect({ status, lists, warnings }).toEqual({
      status: 1,
      lists: [greeting[0], ["capability=clean\n"], ...answer(cleaned)],
      warnings: ["filter: git reads no more"],
    })
  })

  it("says nothing about a file before its last flush", async () => {
    const whole = request("clean", "a.ipynb", dirty, 40)
    const parts = [
      handshake("clean"),
      whole.subarray(0, 60),
      whole.subarray(60, -4),
      whole.subarray(-4),
      flush.subarray(4),
    ]
    const { answered } = await session(parts)
    expect(new Set(answered.slice(1, 4)).size).toBe(1)
    expect(answered[4]).toBeGreaterThan(answered[3] ?? 0)
  })

  it("sends a file larger than a packet in several", async () => {
    const large = text.encode(
      `{"cells":[{"cell_type":"raw","metadata":{},"source":"${"ü".repeat(100_000)}"}],"metadata":{},"nbformat":4,"nbformat_minor":4}`,
    )
    const { lists } = await session([handshake("clean"), request("clean", "a.ipynb", large)])
    expect(Buffer.concat((lists[3] ?? []).map((part) => Buffer.from(part))).length).toBeGreaterThan(0)
    expect(lists[3]?.length).toBe(Math.ceil(large.length / 65_516))
  })

  it("passes on what is not a notebook, with one warning", async () => {
    const { lists, warnings } = await session([
      handshake("clean"),
      request("clean", "a.ipynb", text.encode("<<<<<<< ours\n{}\n")),
      request("clean", "lfs.ipynb", text.encode("version https://git-lfs.github.com/spec/v1\n")),
    ])
    expect(lists.slice(2)).toEqual([
      ...answer("<<<<<<< ours\n{}\n"),
      ...answer("version https://git-lfs.github.com/spec/v1\n"),
    ])
    expect(warnings).toEqual([
      "a.ipynb: it is not a notebook, so it is taken as it is and may hold outputs: line 1, column 1: a conflict marker is in the JSON",
    ])
  })

  it("answers with an error for the file that one concerns, and goes on", async () => {
    let calls = 0
    const settings = async () => {
      if (calls++ === 0) throw new Error("nbdiff.toml: normalize.x: there is no such setting")
      return []
    }
    const files = [
      request("clean", "a.ipynb", dirty),
      request("clean", "b.ipynb", dirty),
      request("list", "c", dirty),
    ]
    const { status, lists, warnings } = await session([handshake("clean"), ...files], { settings })
    expect(status).toBe(0)
    expect(lists.slice(2)).toEqual([["status=error\n"], ...answer(cleaned), ["status=error\n"]])
    expect(warnings).toEqual([
      "a.ipynb: nbdiff.toml: normalize.x: there is no such setting",
      "filter: git asks for 'list', which was not offered",
    ])
  })
})

describe("what is not the protocol ends the filter with a message", () => {
  const start = handshake("clean")
  it.each([
    ["another greeting", [packet("git-other-client\n"), flush]],
    ["another version", [packet("git-filter-client\n"), packet("version=3\n"), flush]],
    ["nothing", []],
    ["no capabilities", [packet("git-filter-client\n"), packet("version=2\n"), flush]],
    ["a length that is none", [text.encode("zzzz")]],
    ["a length that is too small", [text.encode("0003")]],
    ["a length that is too large", [text.encode("ffff")]],
    ["the end within a length", [start, text.encode("00")]],
    ["the end within a packet", [start, text.encode("0010abc")]],
    ["the end within a request", [start, packet("command=clean\n")]],
    ["the end within a file", [start, request("clean", "a", dirty).subarray(0, -4)]],
  ])("%s", async (_, chunks) => {
    const { status, warnings } = await session(chunks)
    expect(status).toBe(1)
    expect(warnings).toHaveLength(1)
  })

  it("any bytes: an end, and no more memory than they take", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 5 }), async (garbage) => {
        const { status } = await session([start, ...garbage])
        expect([0, 1]).toContain(status)
      }),
      { seed: 4, numRuns: runs(200) },
    )
  })
})
