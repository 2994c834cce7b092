import { pathText } from "../../node/path-text.js"
import { quotedPath } from "../../node/quoted-path.js"
import type { Origin } from "../kept-outputs/local-outputs.js"
import { type ContentReader, contentReader } from "./content-reader.js"
import { clean, type FilterTools, smudge } from "./filter.js"
import {
  type ChunkWriter,
  type PacketReader,
  ProtocolError,
  packetReader,
  writeFile,
  writeTexts,
} from "./packet.js"

/** Runs git's long-running filter (gitattributes(5), "Long Running Filter Process"): filters one file after the
 *  other until git closes its end. Holds one file at a time; an error in a file concerns that file only. Returns the
 *  exit status of the process. */
export async function filterProcess(
  input: AsyncIterable<Uint8Array>,
  write: ChunkWriter,
  tools: FilterTools,
): Promise<number> {
  const packets = packetReader(input)
  const contents = contentReader()
  try {
    await shakeHands(packets, write)
    while (await handleRequest(packets, contents, write, tools)) {
      // one request for each turn of the event loop
    }
    return 0
  } catch (error) {
    if (!(error instanceof ProtocolError) && !isClosedPipe(error)) throw error
    tools.warn(`filter: ${error.message}`)
    return 1
  }
}

const COMMANDS = { clean, smudge } as const

async function shakeHands(packets: PacketReader, write: ChunkWriter): Promise<void> {
  const greeting = await readTexts(packets)
  if (greeting?.[0] !== "git-filter-client" || !greeting.includes("version=2")) {
    throw new ProtocolError("git does not offer version 2 of the filter protocol")
  }
  writeTexts(write, ["git-filter-server", "version=2"])
  const offered = await readTexts(packets)
  if (offered === undefined) throw new ProtocolError("the input ends before a capability")
  const taken = Object.keys(COMMANDS).map((command) => `capability=${command}`)
  writeTexts(
    write,
    taken.filter((capability) => offered.includes(capability)),
  )
}

/** Reads and serves one request; returns false if there is none. git writes the whole file before it reads, so
 *  nothing is sent before its last flush. */
async function handleRequest(
  packets: PacketReader,
  contents: ContentReader,
  write: ChunkWriter,
  tools: FilterTools,
): Promise<boolean> {
  const request = await readTexts(packets)
  if (request === undefined) return false
  const content = await contents.read(packets)
  const result = await filtered(request, content, tools)
  if (result === undefined) writeTexts(write, ["status=error"])
  else writeFile(write, result)
  return true
}

async function filtered(
  request: readonly string[],
  content: Uint8Array,
  tools: FilterTools,
): Promise<Uint8Array | undefined> {
  const command = fieldOf(request, "command")
  const path = fieldOf(request, "pathname") ?? ""
  try {
    if (command === "clean" || command === "smudge") {
      return await COMMANDS[command](path, content, tools, originOf(request))
    }
    tools.warn(`filter: git asks for '${quotedPath(command ?? "")}', which was not offered`)
  } catch (error) {
    tools.warn(`${quotedPath(path)}: ${error instanceof Error ? error.message : error}`)
  }
  return undefined
}

function originOf(request: readonly string[]): Origin {
  return {
    blob: fieldOf(request, "blob") !== undefined,
    name: fieldOf(request, "blob"),
    treeish: fieldOf(request, "treeish") !== undefined,
  }
}

function fieldOf(request: readonly string[], key: string): string | undefined {
  return request.find((text) => text.startsWith(`${key}=`))?.slice(key.length + 1)
}

/** Returns the packets up to the next flush, without their line endings; undefined if the input ends before them. */
async function readTexts(packets: PacketReader): Promise<readonly string[] | undefined> {
  const texts: string[] = []
  for (;;) {
    const packet = await packets.next()
    if (packet === undefined) {
      if (texts.length === 0) return undefined
      throw new ProtocolError("the input ends within a list")
    }
    if (packet.kind === "flush") return texts
    texts.push(textOf(packet.bytes))
  }
}

/** Decodes a packet. Only a name may be something else than UTF-8. */
function textOf(bytes: Uint8Array): string {
  const text = bytes.at(-1) === LINE_FEED ? bytes.subarray(0, -1) : bytes
  const isPath = PATH_FIELD.every((byte, at) => text[at] === byte)
  return isPath ? `pathname=${pathText(text.subarray(PATH_FIELD.length))}` : DECODER.decode(text)
}

const DECODER = new TextDecoder()
const LINE_FEED = 0x0a
const PATH_FIELD = new TextEncoder().encode("pathname=")

function isClosedPipe(error: unknown): error is Error {
  return error instanceof Error && "code" in error && (error.code === "EPIPE" || error.code === "ECONNRESET")
}
