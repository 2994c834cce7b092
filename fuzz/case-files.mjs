// A case as a folder: one file a part.

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"

export function readCase(folder) {
  const parts = readdirSync(folder).map((name) => [name, new Uint8Array(readFileSync(join(folder, name)))])
  return Object.fromEntries(parts)
}

export function writeCase(folder, fuzz) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const [name, bytes] of Object.entries(fuzz)) writeFileSync(join(folder, name), bytes)
}
