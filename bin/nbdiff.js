#!/usr/bin/env node
// CommonJS, so that Node never starts its ES module loader; and git's calls load nothing of the CLI.
"use strict"

// before all else, in words that the oldest Node can read
if (Number(process.versions.node.split(".")[0]) < 20) {
  process.stderr.write(`nbdiff: needs Node.js 20 or later; this is ${process.version}, ${process.execPath}\n`)
  process.exit(2)
}

const fs = require("node:fs")
const { basename, dirname, join } = require("node:path")
const { Script } = require("node:vm")

const isDriver = process.argv[2] === "driver"

// git reads 1 as "conflict": what went wrong unexpectedly must not look like an answer
const crashed = isDriver ? 2 : 70

/** Characters of a source: a shorter one is compiled sooner than a file is opened. */
const WORTH_KEEPING = 10_000

/** Bytes before V8's own, which say when the source was written. V8 itself checks its version, its flags and the
 *  length of the source. */
const STAMP_SIZE = 8

// what these two write is written when they answer: Node's own way out would take as long as a small notebook
const isWritten = isDriver && ["diff", "textconv"].includes(process.argv[3])

run().then(
  (code) => {
    if (isWritten) process.exit(code)
    process.exitCode = code
  },
  (error) => {
    process.exitCode = crashed
    process.stderr.write(`nbdiff: ${process.env.NBDIFF_DEBUG && error ? error.stack : firstLine(error)}\n`)
  },
)

/** Returns the exit code. */
async function run() {
  const load = loader()
  const program = isDriver ? load("../dist/driver.cjs") : load("../dist/cli.cjs")
  return program.main(process.argv.slice(isDriver ? 3 : 2))
}

/** What loads the program. git starts a process for each file, and a quarter of a small diff would be compiling:
 *  what V8 compiled is kept beside the program, where only who may change the program can change it. */
function loader() {
  return process.env.NODE_DISABLE_COMPILE_CACHE
    ? require
    : cachedRequire(join(__dirname, "..", "dist", "compiled"))
}

function firstLine(error) {
  return String(error instanceof Error ? error.message : error).split("\n", 1)[0]
}

/** A `require` for the program's own files that keeps what V8 compiled in `directory`, and takes it from there.
 *  Every other module is left to `require`. Where nothing can be kept, it is compiled each time. What Node's own
 *  `module.enableCompileCache` keeps saves half as much (58 ms for a driver where this takes 51 and nothing 62,
 *  Node 24), and Node 20 has none. */
function cachedRequire(directory) {
  const modules = new Map()
  const fresh = []
  process.on("exit", () => {
    for (const compiled of fresh) keep(directory, compiled)
  })
  return requireFrom(__dirname)

  function requireFrom(folder) {
    return (name) => (name.startsWith(".") ? load(join(folder, name)) : require(name))
  }

  function load(file) {
    const known = modules.get(file)
    if (known !== undefined) return known.exports
    const module = { exports: {} }
    modules.set(file, module)
    compile(file).runInThisContext()(module.exports, requireFrom(dirname(file)), module, file, dirname(file))
    return module.exports
  }

  function compile(file) {
    const source = fs.readFileSync(file, "utf8")
    const wrapped = `(function (exports, require, module, __filename, __dirname) {${source}\n})`
    if (source.length < WORTH_KEEPING) return new Script(wrapped, { filename: file })
    const stamp = stampOf(file)
    const cachedData = keptFor(directory, file, stamp)
    const script = new Script(wrapped, { filename: file, cachedData })
    if (script.cachedDataRejected !== false) fresh.push({ file, stamp, script })
    return script
  }
}

function stampOf(file) {
  return Buffer.from(Float64Array.of(fs.statSync(file).mtimeMs).buffer)
}

function placeOf(directory, file) {
  return join(directory, `${basename(file)}-${process.version}-${process.arch}`)
}

function keptFor(directory, file, stamp) {
  try {
    const kept = fs.readFileSync(placeOf(directory, file))
    return kept.subarray(0, STAMP_SIZE).equals(stamp) ? kept.subarray(STAMP_SIZE) : undefined
  } catch {
    return undefined
  }
}

/** Written beside and renamed, so that no process meets half of it. */
function keep(directory, { file, stamp, script }) {
  const place = placeOf(directory, file)
  const beside = `${place}.${process.pid}`
  try {
    fs.mkdirSync(directory, { recursive: true })
    fs.writeFileSync(beside, Buffer.concat([stamp, script.createCachedData()]))
    fs.renameSync(beside, place)
  } catch {
    // who may not write beside the program runs it all the same
  }
}
