// Whole processes, timed. Those that are compared take turns, so that a busy moment of the machine hits all of them
// alike; only ratios within one run mean anything.

import { spawnSync } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const preload = fileURLToPath(new URL("usage.cjs", import.meta.url))
const gnuTime = "/usr/bin/time"

/** Each program `rounds` times, in turn. Milliseconds by name; what takes long is run less often. */
export function takeTurns(programs, rounds) {
  const walls = Object.fromEntries(Object.keys(programs).map((name) => [name, []]))
  let spent = 0
  for (let round = 0; round < rounds && (round < 3 || spent < LONG_ENOUGH); round++) {
    for (const [name, program] of Object.entries(programs)) {
      const { ms } = run(program)
      walls[name].push(ms)
      spent += ms
    }
  }
  return walls
}

/** Milliseconds that one comparison may take, once it has three rounds. */
const LONG_ENOUGH = 40_000

/** `prepare` is not timed. Output goes into a pipe, and is answered. */
export function run(
  { command = process.execPath, args, cwd, env, input, statuses = [0], prepare },
  extra = {},
) {
  prepare?.()
  const started = performance.now()
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    input,
    env: { ...process.env, ...env, ...extra },
    maxBuffer: 1 << 30,
    stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  })
  const ms = performance.now() - started
  if (error !== undefined) throw error
  if (!statuses.includes(status)) throw new Error(`${command} ${args.join(" ")}: exit ${status}: ${stderr}`)
  return { ms, stdout, stderr }
}

/** Processor time in milliseconds, of all its Node processes, and peak memory in megabytes, of the largest; of a
 *  program that is not Node only where GNU time is there. The least of a few runs, apart from the timed ones. */
export function usage(program, rounds = 2) {
  const results = Array.from({ length: rounds }, () => measured(program)).filter(
    (result) => result !== undefined,
  )
  if (results.length === 0) return undefined
  return {
    cpu: Math.min(...results.map(({ cpu }) => cpu)),
    peak: Math.min(...results.map(({ peak }) => peak)),
  }
}

function measured(program) {
  const folder = mkdtempSync(join(tmpdir(), "nbdiff-usage-"))
  const file = join(folder, "usage")
  try {
    const isNode = program.command === undefined || program.node === true
    if (isNode) run(program, { NODE_OPTIONS: `--require "${preload}"`, NBDIFF_BENCH_USAGE: file })
    else if (existsSync(gnuTime)) {
      run({
        ...program,
        command: gnuTime,
        args: ["-f", "%U %S %M", "-o", file, "-a", "-q", program.command, ...program.args],
      })
    } else return undefined
    return isNode ? ofNode(readFileSync(file, "utf8")) : ofTime(readFileSync(file, "utf8"))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function ofNode(text) {
  const rows = text
    .trim()
    .split("\n")
    .map((row) => row.split(" ").map(Number))
  return {
    cpu: rows.reduce((sum, [micros]) => sum + micros / 1000, 0),
    peak: Math.max(...rows.map(([, kilobytes]) => kilobytes / 1024)),
  }
}

function ofTime(text) {
  const [user, system, kilobytes] = text.trim().split("\n").at(-1).split(" ").map(Number)
  return { cpu: (user + system) * 1000, peak: kilobytes / 1024 }
}
