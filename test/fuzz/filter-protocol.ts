import { type FilterTools, filterRoom } from "../../src/git/filter/filter.js"
import { filterProcess } from "../../src/git/filter/filter-process.js"
import type { ChunkWriter } from "../../src/git/filter/packet.js"
import { spell } from "../support/json-spelling.js"
import { flush, handshake, packet, request } from "../support/pkt-line.js"
import { mutateBytes } from "./byte-mutation.js"
import { editNotebook, spoilNotebook } from "./notebook-edit.js"
import { materialOf, spellingOf } from "./notebook-material.js"
import { HOSTILE_PIECES } from "./pieces.js"
import { randomOf } from "./random.js"
import { holds, partOf, type Target } from "./target.js"

/** git's side of a filter session, cut anywhere, ended early, or not the protocol at all. */
export const filterProtocol: Target = {
  name: "filter",
  generate(random, pool) {
    const files = random.list(random.int(4), () => {
      const material = materialOf(random, pool)
      const file = random.chance(0.6) ? spell(spoilNotebook(random, material), spellingOf(random)) : undefined
      return file ?? spell(editNotebook(random, material), spellingOf(random))
    })
    const requests = files.map((file) =>
      request(
        random.pick(["clean", "clean", "smudge", "list_available_blobs", ""]),
        random.pick(["a.ipynb", ...HOSTILE_PIECES]),
        random.chance(0.1) ? mutateBytes(random, file) : file,
        1 + random.int(random.chance(0.3) ? 9 : 65_516),
      ),
    )
    const opening = random.chance(0.9)
      ? handshake("clean", "smudge", "delay")
      : handshake(random.pick(HOSTILE_PIECES))
    const whole = Buffer.concat([opening, ...requests])
    const spoil = random.pick(["no", "no", "end", "bytes", "garbage", "empty-packets"] as const)
    const input = {
      no: () => whole,
      end: () => whole.subarray(0, random.int(whole.length + 1)),
      bytes: () => mutateBytes(random, whole),
      garbage: () => Buffer.from(random.list(random.int(300), () => random.int(256))),
      "empty-packets": () =>
        Buffer.concat([opening, ...random.list(random.int(50), () => random.pick([flush, packet("")]))]),
    }[spoil]()
    return { input: new Uint8Array(input), cuts: new TextEncoder().encode(String(random.int(2 ** 31))) }
  },
  async attack(fuzz) {
    const input = partOf(fuzz, "input")
    const whole = await session([input])
    const cut = await session(pieces(input, Number(Buffer.from(partOf(fuzz, "cuts")).toString())))
    holds(whole.status === cut.status, "how its input is cut does not change how a filter ends")
    holds(Buffer.compare(whole.output, cut.output) === 0, "nor what it answers")
    holds(whole.status === 0 || whole.warnings.length > 0, "a filter that fails says why")
    for (const warning of whole.warnings) {
      holds(!/[\x00-\x1f\x7f-\x9f]/.test(warning), `a warning is a harmless line: ${JSON.stringify(warning)}`)
    }
    isProtocol(whole.output)
    return whole.status === 0 ? "ended" : "refused"
  },
}

interface Session {
  readonly status: number
  readonly output: Buffer
  readonly warnings: readonly string[]
}

async function session(chunks: readonly Uint8Array[]): Promise<Session> {
  const written: Buffer[] = []
  const warnings: string[] = []
  const write: ChunkWriter = (chunks) => {
    written.push(Buffer.concat(chunks))
    return true
  }
  async function* input() {
    for (const chunk of chunks) {
      // a reader must not rely on a chunk that it was given before
      const given = Buffer.from(chunk)
      yield given
      given.fill(0x58)
    }
  }
  const tools: FilterTools = {
    settings: async () => [],
    local: undefined,
    room: filterRoom(),
    warn: (message) => warnings.push(message),
  }
  const status = await filterProcess(input(), write, tools)
  return { status, output: Buffer.concat(written), warnings }
}

function pieces(bytes: Uint8Array, seed: number): readonly Uint8Array[] {
  const random = randomOf(seed)
  const ends = random.list(random.int(60), () => random.int(bytes.length + 1))
  const sorted = [...new Set([0, ...ends, bytes.length])].sort((x, y) => x - y)
  return sorted.slice(1).map((end, i) => bytes.subarray(sorted[i], end))
}

function isProtocol(output: Buffer): void {
  for (let at = 0; at < output.length; ) {
    const header = output.toString("latin1", at, at + 4)
    holds(/^[0-9a-f]{4}$/.test(header), "what is answered is packets")
    const size = Number.parseInt(header, 16)
    holds(size === 0 || (size >= 4 && size <= 65_520), "of sizes that git takes")
    at += Math.max(4, size)
    holds(at <= output.length, "and whole ones")
  }
}
