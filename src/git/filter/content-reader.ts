import { type PacketReader, ProtocolError } from "./packet.js"

/** Gathers a file's packets; a result is valid until the next call. */
export interface ContentReader {
  /** Returns the payloads up to the next flush, joined.
   *  @throws ProtocolError if the input ends before it. */
  read(packets: PacketReader): Promise<Uint8Array>
}

/** Reuses one array for all files: freeing a megabyte for each costs more than reading it. */
export function contentReader(): ContentReader {
  let content = Buffer.allocUnsafeSlow(USUAL_SIZE)
  return {
    async read(packets) {
      let length = 0
      for (;;) {
        const packet = await packets.next()
        if (packet === undefined) throw new ProtocolError("the input ends within a file")
        if (packet.kind === "flush") break
        if (length + packet.bytes.length > content.length) content = grown(content, length)
        content.set(packet.bytes, length)
        length += packet.bytes.length
      }
      // keep an array for a large file for the next large one; free it at the next small file
      if (content.length > LARGEST_HELD && length <= USUAL_SIZE) {
        const smaller = Buffer.allocUnsafeSlow(USUAL_SIZE)
        content.copy(smaller, 0, 0, length)
        content = smaller
      }
      return content.subarray(0, length)
    },
  }
}

/** Holds nine notebooks in ten. */
const USUAL_SIZE = 1 << 20
/** Sets the size that is always kept. */
const LARGEST_HELD = 1 << 24

/** Doubles the array, so that a file is copied a bounded number of times; only what is written takes memory. */
function grown(content: Buffer, length: number): Buffer<ArrayBuffer> {
  const larger = Buffer.allocUnsafeSlow(content.length * 2)
  content.copy(larger, 0, 0, length)
  return larger
}
