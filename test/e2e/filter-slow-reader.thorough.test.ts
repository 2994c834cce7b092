import { spawn } from "node:child_process"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout } from "node:timers/promises"
import { expect, test } from "vitest"
import { handshake, parsePackets, request } from "../support/pkt-line.js"
import { launcher } from "../support/program.js"
import { repository, temporaryDirectory } from "../support/repository.js"

test("a filter whose output does not block waits for a reader who takes its time", async () => {
  const repo = repository()
  const preload = join(temporaryDirectory(), "preload.cjs")
  // a stream on it leaves a pipe so that it does not block
  writeFileSync(preload, "void process.stdout\n")
  const content = Buffer.from("0123456789abcdef".repeat(1 << 16))
  const filter = spawn(process.execPath, ["--require", preload, launcher, "driver", "process"], {
    cwd: repo.top,
    env: repo.env,
  })
  filter.stdin.end(Buffer.concat([handshake("clean", "smudge"), request("smudge", "a.ipynb", content)]))
  await setTimeout(500)
  const answered: Buffer[] = []
  for await (const chunk of filter.stdout) answered.push(chunk as Buffer)
  const lists = parsePackets(Buffer.concat(answered))
  expect(lists.length).toBe(5)
  expect(Buffer.concat(lists[3] ?? []).equals(content)).toBe(true)
})
