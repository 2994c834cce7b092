import type { PathAttributes } from "./attributes.js"
import { type GitConfig, lastValue } from "./config.js"

const CARRIAGE_RETURN = 0x0d
const NEWLINE = 0x0a

/** The bytes of a worktree's file with the line endings that git would store beside `stored`, its other
 *  version: what `core.autocrlf` or an attribute converts on the way in is not a change. In JSON every raw line
 *  ending lies between two tokens. */
export function withStoredEndings(
  bytes: Uint8Array,
  stored: Uint8Array,
  attributes: PathAttributes | undefined,
  config: GitConfig,
): Uint8Array {
  const differ = bytes.includes(CARRIAGE_RETURN) && !stored.includes(CARRIAGE_RETURN)
  return differ && isConverted(attributes, config) ? withoutCarriageReturns(bytes) : bytes
}

function isConverted(attributes: PathAttributes | undefined, config: GitConfig): boolean {
  const { text = "unspecified", eol = "unspecified" } = attributes ?? {}
  if (text === "unset") return false
  if (text === "set" || text === "auto" || eol === "lf" || eol === "crlf") return true
  return !["false", "no", "off", "0", ""].includes(
    lastValue(config, "core.autocrlf")?.toLowerCase() ?? "false",
  )
}

function withoutCarriageReturns(bytes: Uint8Array): Uint8Array {
  return bytes.filter((byte, at) => byte !== CARRIAGE_RETURN || bytes[at + 1] !== NEWLINE)
}
