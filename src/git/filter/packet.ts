/** Holds one packet of git's pkt-line format. A payload is valid until the next one is read. */
type Packet = { readonly kind: "payload"; readonly bytes: Uint8Array } | { readonly kind: "flush" }

/** Reports input that does not follow the protocol, or that ends in the middle. */
export class ProtocolError extends Error {
  override readonly name = "ProtocolError"
}

export interface PacketReader {
  /** Returns the next packet; undefined if the input ends between two packets.
   *  @throws ProtocolError for anything else. */
  next(): Promise<Packet | undefined>
}

/** Reads packets from a stream, whatever its chunks are. */
export function packetReader(input: AsyncIterable<Uint8Array>): PacketReader {
  const chunks = input[Symbol.asyncIterator]()
  let chunk: Uint8Array = new Uint8Array(0)
  let at = 0
  const scratch = new Uint8Array(MAX_PACKET)

  /** Returns the next `count` bytes: a view of the chunk if one holds them all; undefined at the end of the input. */
  async function take(count: number): Promise<Uint8Array | undefined> {
    if (chunk.length - at >= count) {
      at += count
      return chunk.subarray(at - count, at)
    }
    let filled = 0
    while (filled < count) {
      if (at === chunk.length) {
        const more = await chunks.next()
        if (more.done) {
          if (filled === 0) return undefined
          throw new ProtocolError("the input ends within a packet")
        }
        chunk = more.value
        at = 0
      }
      const part = chunk.subarray(at, at + count - filled)
      scratch.set(part, filled)
      filled += part.length
      at += part.length
    }
    return scratch.subarray(0, count)
  }

  return {
    async next() {
      const header = await take(HEADER_SIZE)
      if (header === undefined) return undefined
      const size = parseSize(header)
      if (size === 0) return { kind: "flush" }
      const bytes = size === HEADER_SIZE ? new Uint8Array(0) : await take(size - HEADER_SIZE)
      if (bytes === undefined) throw new ProtocolError("the input ends within a packet")
      return { kind: "payload", bytes }
    },
  }
}

const HEADER_SIZE = 4
/** Limits a packet as git does: four digits, which count themselves, and the payload. */
const MAX_PACKET = 65520
const MAX_PAYLOAD = MAX_PACKET - HEADER_SIZE

function parseSize(header: Uint8Array): number {
  let size = 0
  for (const byte of header) size = size * 16 + hexValue(byte)
  if (size !== 0 && !(size >= HEADER_SIZE && size <= MAX_PACKET)) {
    throw new ProtocolError(`a packet cannot begin with the bytes ${hexOf(header)}`)
  }
  return size
}

/** Returns NaN for what is not a hexadecimal digit. */
function hexValue(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const lower = byte | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : Number.NaN
}

/** Returns the bytes in hexadecimal, since they may be anything and must not reach a terminal. */
function hexOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(" ")
}

const FLUSH = new TextEncoder().encode("0000")
const ENCODER = new TextEncoder()
const SUCCESS = ENCODER.encode("status=success\n")

/** Writes chunks in order, and returns whether somebody still reads: see `writeChunks`. */
export type ChunkWriter = (chunks: readonly Uint8Array[]) => boolean

/** Writes each text as a packet of its own, and a flush after them.
 *  @throws ProtocolError if git has stopped reading. */
export function writeTexts(write: ChunkWriter, texts: readonly string[]): void {
  const payloads = texts.map((text) => ENCODER.encode(`${text}\n`))
  send(write, [...payloads.flatMap((payload) => [headerOf(payload), payload]), FLUSH])
}

/** Writes a filtered file: the status, the bytes in as many packets as they need, and an empty list, which confirms
 *  the status.
 *  @throws ProtocolError if git has stopped reading. */
export function writeFile(write: ChunkWriter, bytes: Uint8Array): void {
  let batch: Uint8Array[] = [headerOf(SUCCESS), SUCCESS, FLUSH]
  for (let at = 0; at < bytes.length; at += MAX_PAYLOAD) {
    const payload = bytes.subarray(at, at + MAX_PAYLOAD)
    batch.push(headerOf(payload), payload)
    if (batch.length < LARGEST_BATCH) continue
    send(write, batch)
    batch = []
  }
  send(write, [...batch, FLUSH, FLUSH])
}

/** Sets how many packets are written at once: 16, or a megabyte, which needs few system calls with few chunks each. */
const LARGEST_BATCH = 2 * 16

function headerOf(payload: Uint8Array): Uint8Array {
  return ENCODER.encode((payload.length + HEADER_SIZE).toString(16).padStart(HEADER_SIZE, "0"))
}

function send(write: ChunkWriter, chunks: readonly Uint8Array[]): void {
  if (!write(chunks)) throw new ProtocolError("git reads no more")
}
