// A temporary folder with a repository, the files that are compared, and the programs that compare them.

import { spawnSync } from "node:child_process"
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { bytesOf } from "./notebooks.mjs"

export const launcher = fileURLToPath(new URL("../bin/nbdiff.js", import.meta.url))

export const nothing = { args: ["-e", "0"] }

export function openWorkshop() {
  const top = mkdtempSync(join(tmpdir(), "nbdiff-bench-"))
  git(top, ["init", "-q", "-b", "main"])
  return { top, close: () => rmSync(top, { recursive: true, force: true }) }
}

export function git(cwd, args, env = {}) {
  const { status, stdout, stderr } = spawnSync("git", args, {
    cwd,
    env: { ...process.env, ...QUIET, ...env },
    maxBuffer: 1 << 28,
  })
  if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`)
  return stdout.toString().trim()
}

/** No one's settings, and no time of day: the same commits in every run. */
const QUIET = {
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "a",
  GIT_AUTHOR_EMAIL: "a@example.org",
  GIT_COMMITTER_NAME: "a",
  GIT_COMMITTER_EMAIL: "a@example.org",
  GIT_AUTHOR_DATE: "2024-01-01T00:00:00Z",
  GIT_COMMITTER_DATE: "2024-01-01T00:00:00Z",
}

/** Writes a notebook or bytes below the workshop; answers its path and size. */
export function put({ top }, name, content) {
  const path = join(top, name)
  mkdirSync(join(path, ".."), { recursive: true })
  writeFileSync(path, Buffer.isBuffer(content) ? content : bytesOf(content))
  return { path, size: statSync(path).size }
}

/** As git calls it, for a changed file. */
export function driverDiff({ top }, before, after) {
  const oids = ["1".repeat(40), "2".repeat(40)]
  return {
    args: [
      launcher,
      "driver",
      "diff",
      "n.ipynb",
      before.path,
      oids[0],
      "100644",
      after.path,
      oids[1],
      "100644",
    ],
    cwd: top,
    env: QUIET,
  }
}

export function driverMerge({ top }, base, ours, theirs) {
  const result = join(top, "merged.ipynb")
  return {
    args: [launcher, "driver", "merge", base.path, result, theirs.path, "7", "n.ipynb"],
    cwd: top,
    env: QUIET,
    statuses: [0, 64],
    prepare: () => copyFileSync(ours.path, result),
  }
}

export function gitDiff({ top }, before, after) {
  return {
    command: "git",
    args: ["diff", "--no-index", "--no-ext-diff", "--no-textconv", before.path, after.path],
    cwd: top,
    env: QUIET,
    statuses: [0, 1],
  }
}

/** Up to 127 conflicts are its exit status. */
export function gitMergeFile({ top }, base, ours, theirs) {
  return {
    command: "git",
    args: ["merge-file", "-p", ours.path, base.path, theirs.path],
    cwd: top,
    env: QUIET,
    statuses: Array.from({ length: 128 }, (_, i) => i),
  }
}

export function nbdiff({ top }, args, more = {}) {
  return { args: [launcher, ...args], cwd: top, env: QUIET, ...more }
}

export { QUIET as quietEnvironment }
