import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { FuzzCase } from "./target.js"

const fixtures = fileURLToPath(new URL("../fixtures/fuzz/", import.meta.url))

/** The cases that once failed, by name. A folder is named after its target, `merger-moved-twice`, and holds a file
 *  for each part of the case. */
export function keptCases(target: string): readonly (readonly [name: string, fuzz: FuzzCase])[] {
  const names = readdirSync(fixtures).filter((name) => name.startsWith(`${target}-`))
  return names.sort().map((name) => [name, readCase(join(fixtures, name))])
}

function readCase(folder: string): FuzzCase {
  const parts = readdirSync(folder).map((name) => [name, new Uint8Array(readFileSync(join(folder, name)))])
  return Object.fromEntries(parts)
}
