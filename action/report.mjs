// What every CI needs, whatever it is called: the range, the Markdown, the page. Runs git and nbdiff, and nothing that
// the repository brings along. No network in this file.

import { execFileSync, spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { join } from "node:path"

/** What a comment and a summary may hold, in bytes. GitHub drops a longer summary whole. */
export const LIMITS = { comment: 65_000, summary: 1_000_000 }

/** Returns what git writes. Where git fails, undefined with `fails`; an error otherwise. */
export function git(args, { cwd, fails = false } = {}) {
  const options = { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], maxBuffer: 2 ** 28 }
  try {
    return execFileSync("git", args, options).trim()
  } catch (error) {
    if (fails) return undefined
    throw new Error(`git ${args[0]}: ${String(error.stderr).trim().split("\n")[0]}`)
  }
}

/** Returns what nbdiff writes. Another exit code than those of `codes` is an error. */
export function nbdiff(program, args, { cwd, codes = [0] } = {}) {
  const env = { ...process.env, NO_COLOR: "1", GIT_PAGER: "cat" }
  const run = spawnSync(process.execPath, [program, ...args], {
    cwd,
    env,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  })
  if (run.error) throw run.error
  if (!codes.includes(run.status)) throw new Error(run.stderr.trim().split("\n")[0] ?? `nbdiff ${args[0]}`)
  return run.stdout
}

/** Returns the commit to compare with. A shallow clone may not have it: the host is asked by `mergeBaseOf`, and two
 *  commits are fetched; or else more of the history is. */
export async function mergeBase(base, head, { cwd, remote = "origin", mergeBaseOf }) {
  if ([base, head].some((name) => name.startsWith("-"))) throw new Error(`${base}, ${head}: not revisions`)
  const local = () => git(["merge-base", base, head], { cwd, fails: true })
  const has = (id) => git(["cat-file", "-e", `${id}^{commit}`], { cwd, fails: true }) !== undefined
  const isShallow = git(["rev-parse", "--is-shallow-repository"], { cwd }) === "true"
  const known = !isShallow || (has(base) && has(head)) ? local() : undefined
  if (known) return known
  const fetch = (how, ...ids) =>
    git(["fetch", "--quiet", "--no-tags", how, remote, ...ids], { cwd, fails: true }) !== undefined
  const told = await mergeBaseOf?.(base, head)
  if (told !== undefined && fetch("--depth=1", told, head)) return told
  for (const how of isShallow ? ["--deepen=200", "--unshallow"] : ["--no-write-fetch-head"]) {
    fetch(how, base, head)
    const found = local()
    if (found) return found
  }
  throw new Error(
    `this clone has no merge base of ${base.slice(0, 8)} and ${head.slice(0, 8)}: check out with "fetch-depth: 0"`,
  )
}

/** Returns what changed between two commits: how many notebooks, as Markdown, and the path of the page. */
export function report({ program, cwd, base, head, paths, options = [], outDir, html = true }) {
  const range = [base, head, "--", ...paths]
  const run = (...args) => nbdiff(program, [...args, ...options, ...range], { cwd })
  const count = run("--name-only").split("\n").filter(Boolean).length
  if (count === 0) return { count, markdown: "", page: undefined }
  const markdown = run("--format=markdown", "--max-size=900k")
  const page = join(outDir, "notebooks.html")
  if (html) run("--html", "-o", page)
  return { count, markdown, page: existsSync(page) ? page : undefined }
}

/** Returns the paths that changed and are still there, as git has them. */
export function changedPaths({ cwd, base, head, paths }) {
  const names = git(["diff", "-z", "--name-only", "--diff-filter=d", base, head, "--", ...paths], { cwd })
  return names.split("\0").filter((name) => name !== "" && existsSync(join(cwd, name)))
}

/** Returns a text that fits: cut at the end of a line, before a file's heading if one is near, with an open fence closed
 *  so that the remark is outside of it. */
export function fitted(text, limit, remark) {
  const bytes = Buffer.from(text)
  if (bytes.length <= limit) return text
  const room = bytes.subarray(0, limit - Buffer.byteLength(remark) - 16).toString()
  const heading = room.lastIndexOf("\n### ") + 1
  const kept = room.slice(0, heading > room.length / 2 ? heading : room.lastIndexOf("\n") + 1)
  const fence = openFence(kept)
  return `${kept}${fence === undefined ? "" : `${fence}\n`}\n${remark}\n`
}

function openFence(text) {
  let open
  for (const [, fence] of text.matchAll(/^(`{3,}|~{3,})/gm)) {
    if (open === undefined) open = fence
    else if (fence[0] === open[0] && fence.length >= open.length) open = undefined
  }
  return open
}
