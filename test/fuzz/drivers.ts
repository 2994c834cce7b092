import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { spell } from "../support/json-spelling.js"
import { mutateBytes } from "./byte-mutation.js"
import { editNotebook, spoilNotebook } from "./notebook-edit.js"
import { materialOf, spellingOf } from "./notebook-material.js"
import { HOSTILE_PIECES } from "./pieces.js"
import type { Random } from "./random.js"
import { type FuzzCase, holds, partOf, type Target } from "./target.js"

/** The built program, as git runs it, with arguments that git would not give and files that are what they are.
 *  `launcher` is the path of bin/nbdiff.js. */
export function driversOf(launcher: string): Target {
  return {
    name: "drivers",
    generate(random, pool) {
      const material = materialOf(random, pool)
      const file = (): Uint8Array => {
        const edited = editNotebook(random, material)
        const bytes = spell(random.chance(0.3) ? spoilNotebook(random, edited) : edited, spellingOf(random))
        return random.chance(0.15) ? mutateBytes(random, bytes) : bytes
      }
      const input = random.chance(0.5) ? file() : new Uint8Array(0)
      return { args: encoded(argumentsOf(random)), base: file(), ours: file(), theirs: file(), input }
    },
    attack: (fuzz) => inFolder((folder) => attack(launcher, fuzz, folder)),
  }
}

const NAMES = ["base", "ours", "theirs"] as const

function argumentsOf(random: Random): readonly string[] {
  const name = random.pick([
    "diff",
    "diff",
    "merge",
    "merge",
    "textconv",
    "clean",
    "smudge",
    "process",
    "",
    "x",
  ])
  const path = (): string => (random.chance(0.7) ? random.pick(NAMES) : random.pick(NAMED))
  const oid = (): string => random.pick(["0".repeat(40), "a".repeat(40), ".", "", "x"])
  const usual = {
    diff: () => [hostileName(random), path(), oid(), random.pick(MODES), path(), oid(), random.pick(MODES)],
    merge: () => [path(), "ours", path(), random.pick(SIZES), hostileName(random), "b", "o\x1b[2J", "t\nu"],
  }
  const args = name === "diff" || name === "merge" ? usual[name]() : [hostileName(random)]
  if (random.chance(0.2)) return [name, ...args.slice(0, random.int(args.length + 1))]
  if (random.chance(0.2)) return [name, ...args, ...random.list(random.int(4), () => hostileName(random))]
  return [name, ...args]
}

const MODES = ["100644", "100755", "120000", "160000", ".", "", "x"]
const SIZES = ["7", "0", "-1", "9", "1e9", "99999999999", "NaN", "", "7.5"]
const NAMED = [
  "/dev/null",
  "missing",
  ".",
  "..",
  "",
  "--output=x",
  "-",
  "$(touch x)",
  "`touch x`",
  "a;touch x",
]

/** No NUL: no system passes one. */
function hostileName(random: Random): string {
  const text = random.list(1 + random.int(3), () => random.pick([...HOSTILE_PIECES, ...NAMED])).join("")
  return text.replaceAll("\0", "").replace(/\p{Cs}/gu, "")
}

function attack(launcher: string, fuzz: FuzzCase, folder: string): string {
  const args = decoded(partOf(fuzz, "args"))
  for (const name of NAMES) writeFileSync(join(folder, name), partOf(fuzz, name))
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [launcher, "driver", ...args], {
    cwd: folder,
    input: partOf(fuzz, "input"),
    timeout: LONGEST,
    maxBuffer: 1 << 28,
    env: { PATH: process.env.PATH, HOME: folder, GIT_CONFIG_NOSYSTEM: "1", GIT_CEILING_DIRECTORIES: folder },
  })
  holds(signal === null, `the program ends by itself: ${signal}`)
  const said = stderr.toString()
  holds(
    status === 0 || status === 1 || status === 2 || status === 64,
    `an exit status of ours: ${status} ${said}`,
  )
  holds(!/^\s+at .*:\d+:\d+\)?$/m.test(said), `no stack of a crash: ${said}`)
  holds(
    !/TypeError|RangeError|ReferenceError|undefined is not|Cannot read prop/.test(said),
    `no slip of ours: ${said}`,
  )
  holds(!/[\x00-\x09\x0b-\x1f\x7f\x9b]/.test(said), `stderr is harmless: ${JSON.stringify(said)}`)
  if (args[0] === "diff") {
    holds(!/[\x00-\x08\x0b-\x1f\x7f]/.test(stdout.toString()), "a diff into a pipe is harmless")
  }
  leavesAlone(folder, fuzz, args[0] === "merge" && (status === 0 || status === 64))
  return `${args[0] || "none"} ${status}`
}

/** Milliseconds; what takes longer hangs. */
const LONGEST = 60_000

/** Nothing is written but a merge's result. */
function leavesAlone(folder: string, fuzz: FuzzCase, merged: boolean): void {
  const files = readdirSync(folder).sort()
  holds(files.join() === [...NAMES].sort().join(), `no other file is made: ${files.join(" ")}`)
  for (const name of merged ? (["base", "theirs"] as const) : NAMES) {
    holds(Buffer.compare(readFileSync(join(folder, name)), partOf(fuzz, name)) === 0, `${name} is as it was`)
  }
}

function inFolder(work: (folder: string) => string): string {
  const top = mkdtempSync(join(tmpdir(), "nbdiff-fuzz-"))
  const folder = join(top, "w")
  mkdirSync(folder)
  try {
    const result = work(folder)
    holds(readdirSync(top).length === 1, "nothing is written beside the folder")
    return result
  } finally {
    rmSync(top, { recursive: true, force: true })
  }
}

function encoded(args: readonly string[]): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(args))
}

function decoded(bytes: Uint8Array): readonly string[] {
  return JSON.parse(new TextDecoder().decode(bytes))
}
