import { type PacketReader, ProtocolError } from "./packet.js"

/** Gathers a file's packets; what it answers is valid until it is asked again. */
export interface ContentReader {
  /** The payloads up to the next flush, one after the other.
   *  @throws ProtocolError where the input ends before it. */
  read(packets: PacketReader): Promise<Uint8Array>
}

/** One array serves file after file: giving a megabyte back for each costs more than to read it. */
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
      // an array for a large file serves the next large one, and goes with the next that is not
      if (content.length > LARGEST_HELD && length <= USUAL_SIZE) {
        const smaller = Buffer.allocUnsafeSlow(USUAL_SIZE)
        content.copy(smaller, 0, 0, length)
        content = smaller
      }
      return content.subarray(0, length)
    },
  }
}

/** Nine notebooks in ten are smaller. */
const USUAL_SIZE = 1 << 20
/** What is held in any case. */
const LARGEST_HELD = 1 << 24

/** Twice as large, so that a file is copied a bounded number of times; only what is written takes memory. */
function grown(content: Buffer, length: number): Buffer<ArrayBuffer> {
  const larger = Buffer.allocUnsafeSlow(content.length * 2)
  content.copy(larger, 0, 0, length)
  return larger
}
