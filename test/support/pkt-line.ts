/** git's side of the filter protocol, for tests. */

const encoder = new TextEncoder()

export function packet(payload: string | Uint8Array): Uint8Array {
  const bytes = typeof payload === "string" ? encoder.encode(payload) : payload
  return Buffer.concat([encoder.encode((bytes.length + 4).toString(16).padStart(4, "0")), bytes])
}

export const flush: Uint8Array = encoder.encode("0000")

export function handshake(...capabilities: readonly string[]): Uint8Array {
  const offered = capabilities.map((name) => packet(`capability=${name}\n`))
  return Buffer.concat([packet("git-filter-client\n"), packet("version=2\n"), flush, ...offered, flush])
}

/** One file, its content in packets of at most `size` bytes. */
export function request(command: string, path: string, content: Uint8Array, size = 65_516): Uint8Array {
  const parts: Uint8Array[] = []
  for (let at = 0; at < content.length; at += size) parts.push(packet(content.subarray(at, at + size)))
  return Buffer.concat([packet(`command=${command}\n`), packet(`pathname=${path}\n`), flush, ...parts, flush])
}

/** The lists of payloads between the flushes. */
export function parsePackets(bytes: Uint8Array): readonly (readonly Buffer[])[] {
  const lists: Buffer[][] = [[]]
  const buffer = Buffer.from(bytes)
  for (let at = 0; at < buffer.length; ) {
    const size = Number.parseInt(buffer.toString("latin1", at, at + 4), 16)
    if (size === 0) lists.push([])
    else lists.at(-1)?.push(buffer.subarray(at + 4, at + size))
    at += Math.max(size, 4)
  }
  return lists.slice(0, -1)
}
