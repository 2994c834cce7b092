import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, dirname, join } from "node:path"
import { runGit } from "../../git/repository/git-process.js"
import { safeJson } from "../../render/words/json-text.js"

/** Returns git's own line diff of two versions of a file, under the file's name and safe for a terminal: control
 *  characters are escaped as in JSON. */
export async function byteDiff(
  path: string,
  before: Uint8Array,
  after: Uint8Array,
  more: readonly string[] = [colorOption()],
): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "nbdiff-"))
  // a path that leads out of the repository would lead out of the temporary folder too
  const name = path.split("/").includes("..") ? basename(path) : path
  try {
    for (const [side, bytes] of [
      ["a", before],
      ["b", after],
    ] as const) {
      mkdirSync(dirname(join(folder, side, name)), { recursive: true })
      writeFileSync(join(folder, side, name), bytes)
    }
    const options = ["--no-index", "--no-prefix", "--no-ext-diff", "--no-textconv", ...more]
    const { output } = await runGit(["diff", ...options, "--", `a/${name}`, `b/${name}`], {
      cwd: folder,
      environment: process.env,
    })
    return safeJson(output.toString())
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Returns the color option for git, which writes to a pipe and cannot see whether we write to a terminal. */
function colorOption(): string {
  return process.stdout.isTTY && !process.env.NO_COLOR ? "--color" : "--no-color"
}
