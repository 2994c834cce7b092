// Kills git and nbdiff with SIGKILL at random moments, and checks that nothing is lost or half-written:
//   node fuzz/kills.mjs [kills per operation = 40] [seed = 1]
// Needs the built program. Prints a line for each operation, and exits with 1 if a check failed.

import { spawn, spawnSync } from "node:child_process"
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const KILLS = Number(process.argv[2] ?? 40)
let state = Number(process.argv[3] ?? 1)
const PROGRAM = fileURLToPath(new URL("../bin/nbdiff.js", import.meta.url))
const WORK = mkdtempSync(join(tmpdir(), "nbdiff-kills-"))
const PATHS = ["a.ipynb", "b.ipynb", "c.ipynb"]
const HOME = join(WORK, "home")
const ENV = {
  PATH: process.env.PATH,
  HOME,
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "A Person",
  GIT_AUTHOR_EMAIL: "person@example.org",
  GIT_COMMITTER_NAME: "A Person",
  GIT_COMMITTER_EMAIL: "person@example.org",
  GIT_EDITOR: "true",
}

const OPERATIONS = {
  filter: {
    prepare(at) {
      install(at, "keep-local")
      commit(at, "one", notebook(["x = 1"], "run"))
      write(at, notebook(["x = 2"], "new"))
    },
    command: ["git", "add", "."],
    check(at) {
      expect(
        all(at, (text) => text === notebook(["x = 2"], "new")),
        "the worktree's files are as they were",
      )
      run(at, ["git", "add", "."])
      expect(!run(at, ["git", "cat-file", "blob", ":a.ipynb"]).includes("new:"), "no output is staged")
      run(at, ["git", "stash", "-q"])
      run(at, ["git", "stash", "pop", "-q"])
      expect(
        all(at, (text) => text.includes("new:")),
        "the outputs come back",
      )
    },
  },
  "keep-local": {
    prepare(at) {
      install(at, "keep-local")
      commit(at, "one", notebook(["x = 1", "y = 1"], "run"))
      run(at, ["git", "checkout", "-q", "-b", "other"])
      commit(at, "two", notebook(["x = 1", "y = 2"], "other"))
      run(at, ["git", "checkout", "-q", "main"])
      write(at, notebook(["x = 1", "y = 1"], "new"))
    },
    command: ["git", "checkout", "-q", "--merge", "other"],
    check(at) {
      run(at, ["git", "add", "."])
      run(at, ["git", "reset", "-q", "--hard"])
      run(at, ["git", "checkout", "-q", "-f", "main"])
      expect(
        all(at, (text) => /(new|run): y = 1/.test(text)),
        "main has its outputs again",
      )
      expect(run(at, ["git", "status", "--short"]) === "", "the worktree is clean")
      run(at, ["git", "checkout", "-q", "-f", "other"])
      expect(
        all(at, (text) => text.includes("other: y = 2")),
        "the other branch has its outputs again",
      )
    },
  },
  merge: {
    prepare(at) {
      install(at, "strip")
      diverge(at)
    },
    command: ["git", "merge", "-q", "theirs"],
    check(at) {
      expect(
        all(at, (text) => isNotebook(text)),
        "each file is a notebook",
      )
      run(at, ["git", "reset", "-q", "--hard", "main"])
      expect(run(at, ["git", "rev-list", "--count", "--all"]).trim() >= "3", "every commit is there")
      expect(
        spawnSync("git", ["merge", "-q", "theirs"], { cwd: at, env: ENV }).status === 1,
        "the merge can be made",
      )
    },
  },
  resolve: {
    prepare(at) {
      install(at, "strip")
      diverge(at)
      spawnSync("git", ["merge", "-q", "theirs"], { cwd: at, env: ENV })
    },
    command: [process.execPath, PROGRAM, "resolve", "--union", ...PATHS],
    check(at, before, after) {
      expect(
        all(at, (text, path) => text === before.get(path) || text === after.get(path)),
        "each file is whole, as before or as after",
      )
      spawnSync(process.execPath, [PROGRAM, "resolve", "--union", ...PATHS], { cwd: at, env: ENV })
      expect(
        all(at, (text, path) => text === after.get(path)),
        "resolving again ends it",
      )
    },
  },
  normalize: {
    prepare(at) {
      install(at, "off")
      write(at, notebook(["x = 1", "y = 1"], "run"))
    },
    command: [process.execPath, PROGRAM, "normalize", ...PATHS],
    check(at, before, after) {
      expect(
        all(at, (text, path) => text === before.get(path) || text === after.get(path)),
        "each file is whole, as before or as after",
      )
      run(at, [process.execPath, PROGRAM, "normalize", ...PATHS])
      expect(
        all(at, (text, path) => text === after.get(path)),
        "normalizing again ends it",
      )
    },
  },
}

mkdirSync(HOME)
let failures = 0
try {
  for (const [name, operation] of Object.entries(OPERATIONS)) await attack(name, operation)
} finally {
  rmSync(WORK, { recursive: true, force: true, maxRetries: 3 })
}
process.exitCode = failures > 0 ? 1 : 0

async function attack(name, { prepare, command, check }) {
  const template = join(WORK, `${name}-template`)
  mkdirSync(template)
  run(template, ["git", "init", "-q", "-b", "main"])
  prepare(template)
  const before = files(template)
  const whole = copy(template, name)
  const start = performance.now()
  await killed(whole, command, Number.POSITIVE_INFINITY)
  const duration = performance.now() - start
  const after = files(whole)
  rmSync(whole, { recursive: true })
  const found = new Map()
  let early = 0
  for (let i = 0; i < KILLS; i++) {
    const at = copy(template, name)
    if (await killed(at, command, random() * duration * 1.1)) early++
    rmSync(join(at, ".git/index.lock"), { force: true })
    try {
      check(at, before, after)
    } catch (error) {
      found.set(error.message, (found.get(error.message) ?? 0) + 1)
    }
    rmSync(at, { recursive: true })
  }
  failures += found.size
  console.log(`${name}: ${KILLS} runs, ${early} killed, ${found.size === 0 ? "nothing lost" : "FAULT"}`)
  for (const [message, count] of found) console.log(`  ${count} times: ${message}`)
}

/** Whether the command's process group was killed before it had ended. */
function killed(at, [program, ...args], delay) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: at, env: ENV, stdio: "ignore", detached: true })
    let wasKilled = false
    const timer =
      delay === Number.POSITIVE_INFINITY
        ? undefined
        : setTimeout(() => {
            wasKilled = true
            try {
              process.kill(-child.pid, "SIGKILL")
            } catch {
              wasKilled = false
            }
          }, delay)
    child.on("close", () => {
      clearTimeout(timer)
      resolve(wasKilled)
    })
  })
}

function copy(template, name) {
  const at = mkdtempSync(join(WORK, `${name}-`))
  cpSync(template, at, { recursive: true, preserveTimestamps: true })
  return at
}

function diverge(at) {
  commit(at, "base", notebook(["x = 1", "y = 1"]))
  run(at, ["git", "checkout", "-q", "-b", "theirs"])
  commit(at, "theirs", notebook(["x = 3", "y = 1"]))
  run(at, ["git", "checkout", "-q", "main"])
  commit(at, "ours", notebook(["x = 2", "y = 1"]))
}

function install(at, filter) {
  run(at, [process.execPath, PROGRAM, "install", ...(filter === "off" ? [] : [`--filter=${filter}`])])
}

function commit(at, message, text) {
  write(at, text)
  run(at, ["git", "add", "."])
  run(at, ["git", "commit", "-q", "-m", message])
}

function write(at, text) {
  for (const path of PATHS) writeFileSync(join(at, path), text)
}

function files(at) {
  return new Map(PATHS.map((path) => [path, readFileSync(join(at, path), "utf8")]))
}

/** Whether it holds of each notebook; a file that is not there is lost. */
function all(at, holds) {
  return PATHS.every(
    (path) => existsSync(join(at, path)) && holds(readFileSync(join(at, path), "utf8"), path),
  )
}

function isNotebook(text) {
  try {
    return Array.isArray(JSON.parse(text).cells)
  } catch {
    return false
  }
}

function run(at, [program, ...args]) {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: at, env: ENV, encoding: "utf8" })
  if (status !== 0) throw new Error(`${program} ${args.join(" ")}: ${stderr.trim()}`)
  return stdout
}

function expect(holds, what) {
  if (!holds) throw new Error(`not so: ${what}`)
}

function notebook(sources, label) {
  const cells = sources.map((source, i) => ({
    cell_type: "code",
    execution_count: label === undefined ? null : i + 1,
    id: source[0],
    metadata: {},
    outputs:
      label === undefined ? [] : [{ name: "stdout", output_type: "stream", text: [`${label}: ${source}\n`] }],
    source: [source],
  }))
  return `${JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`
}

/** A number from 0 to 1 (mulberry32). */
function random() {
  state = (state + 0x6d2b79f5) | 0
  let t = Math.imul(state ^ (state >>> 15), 1 | state)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296
}
