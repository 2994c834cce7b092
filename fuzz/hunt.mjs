// Seed after seed until the time is up; then each kind of finding is reduced and written down.

import { join } from "node:path"
import { parentPort } from "node:worker_threads"
import { readCase, writeCase } from "./case-files.mjs"
import { reduceCase } from "./reduce.mjs"

export async function hunt(job, attacks, pool) {
  const target = targetOf(job, attacks)
  const ends = Date.now() + job.minutes * 60_000
  const counts = new Map()
  const findings = new Map()
  const slowest = { ms: 0, seed: 0 }
  let seed = job.seed
  for (; Date.now() < ends; seed++) {
    const fuzz = target.generate(attacks.randomOf(seed), pool)
    job.progress[0] = seed
    job.progress[1] = Date.now()
    const started = performance.now()
    const { verdict, error } = await attacked(target, fuzz)
    const ms = performance.now() - started
    if (ms > slowest.ms) Object.assign(slowest, { ms, seed, bytes: sizeOf(fuzz) })
    counts.set(verdict, (counts.get(verdict) ?? 0) + 1)
    if (error !== undefined) note(findings, { seed, fuzz, error, kind: kindOf(error) })
  }
  job.progress[1] = 0
  console.log(
    `${target.name}: ${seed - job.seed} cases from seed ${job.seed}, ${pool.length} real notebooks in the pool`,
  )
  for (const [verdict, count] of [...counts].sort((x, y) => y[1] - x[1])) console.log(`  ${count} ${verdict}`)
  console.log(`  slowest ${slowest.ms.toFixed(0)} ms: seed ${slowest.seed}, ${slowest.bytes} bytes`)
  console.log(`  peak ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`)
  for (const finding of findings.values()) await report(target, finding, job.out)
  parentPort.postMessage({ found: findings.size })
}

export async function replay(job, attacks) {
  const { verdict, error } = await attacked(targetOf(job, attacks), readCase(job.replay))
  console.log(error === undefined ? verdict : error.stack)
  return error === undefined ? 0 : 1
}

function targetOf({ target: name, launcher }, { targets, driversOf }) {
  const all = [...targets, driversOf(launcher)]
  const target = all.find((each) => each.name === name)
  if (target === undefined) throw new Error(`--target is one of ${all.map((each) => each.name).join(", ")}`)
  return target
}

async function attacked(target, fuzz) {
  try {
    return { verdict: await target.attack(fuzz) }
  } catch (error) {
    return { verdict: "FOUND", error }
  }
}

/** Of each kind the smallest case is kept. */
function note(findings, finding) {
  const known = findings.get(finding.kind)
  const count = (known?.count ?? 0) + 1
  const smallest = known === undefined || sizeOf(finding.fuzz) < sizeOf(known.fuzz) ? finding : known
  findings.set(finding.kind, { ...smallest, count })
}

/** What failed, without the names and numbers of the case. */
function kindOf(error) {
  const message = String(error.message).replace(/: .*|\d+|"[^"]*"/gs, "")
  const place =
    error.name === "Finding"
      ? ""
      : /^\s+at (?:.*\()?[^\n]*/m.exec(error.stack)?.[0].replace(/^\s+at (\S+).*/s, "$1")
  return `${error.name} ${message} ${place ?? ""}`.trim()
}

function sizeOf(fuzz) {
  return Object.values(fuzz).reduce((sum, bytes) => sum + bytes.length, 0)
}

async function report(target, { seed, fuzz, error, kind, count }, out) {
  const stillFails = async (smaller) => {
    const again = await attacked(target, smaller)
    return again.error !== undefined && kindOf(again.error) === kind
  }
  const reduced = await reduceCase(fuzz, stillFails)
  const folder = join(out, `${target.name}-${seed}`)
  writeCase(folder, reduced)
  console.log(`FOUND ${count} ×, seed ${seed}: ${String(error.message).slice(0, 300)}`)
  if (error.name !== "Finding") console.log(String(error.stack).split("\n").slice(1, 5).join("\n"))
  console.log(`  ${sizeOf(fuzz)} bytes, reduced to ${sizeOf(reduced)}: ${folder}`)
}
