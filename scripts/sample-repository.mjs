// A temporary repository with the notebooks of examples/, for the demonstration and the pictures. It has a home of
// its own: nothing of the user's git config reaches it, and nothing of it reaches the user.

import { spawn } from "node:child_process"
import { copyFile, mkdir, mkdtemp, realpath, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
const launcher = join(root, "bin", "nbdiff.js")

/** `top` is the repository, `elsewhere` a place for clones of it. `extra` goes into the environment. */
export async function sampleRepository(extra = {}) {
  const directory = await realpath(await mkdtemp(join(tmpdir(), "nbdiff-sample-")))
  const top = join(directory, "analysis")
  const home = join(directory, "home")
  await Promise.all([mkdir(top), mkdir(home)])
  const environment = { ...isolated(home), ...extra }
  const running = new Set()

  /** Runs `git …` or `nbdiff …` and returns { status, output }; with `show` its output goes to ours. */
  const run = (words, { cwd = top, show = false } = {}) =>
    new Promise((answer, fail) => {
      const [name, ...args] = words
      const called = name === "nbdiff" ? [process.execPath, launcher, ...args] : words
      const stdio = show ? "inherit" : "pipe"
      const child = spawn(called[0], called.slice(1), {
        cwd,
        env: environment,
        stdio: ["ignore", stdio, stdio],
      })
      running.add(child)
      const chunks = []
      child.stdout?.on("data", (chunk) => chunks.push(chunk))
      child.stderr?.on("data", (chunk) => chunks.push(chunk))
      child.on("error", fail)
      child.on("close", (status) => {
        running.delete(child)
        answer({ status, output: Buffer.concat(chunks).toString() })
      })
    })

  /** The same for what must not fail. */
  const git = async (...args) => {
    const { status, output } = await run(["git", ...args])
    if (status !== 0) throw new Error(`git ${args.join(" ")}: ${output}`)
    return output
  }

  const place = (example, path) => copyFile(join(root, "examples", example), join(top, path))

  const commit = async (message, files) => {
    for (const [path, example] of Object.entries(files)) await place(example, path)
    await git("add", ...Object.keys(files))
    await git("commit", "-q", "-m", message)
  }

  const remove = async () => {
    for (const child of running) child.kill()
    await rm(directory, { recursive: true, force: true, maxRetries: 5 })
  }

  try {
    await git("init", "-q", "-b", "main")
  } catch (error) {
    await remove()
    throw error
  }
  return { top, elsewhere: join(dirname(top), "colleague"), run, git, place, commit, remove }
}

/** The environment without what steers git, nbdiff or a pager. */
function isolated(home) {
  const kept = Object.entries(process.env).filter(([name]) => !/^(GIT_|NBDIFF_|XDG_)/i.test(name))
  return {
    ...Object.fromEntries(kept),
    HOME: home,
    USERPROFILE: home,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: join(home, ".gitconfig"),
    GIT_ATTR_NOSYSTEM: "1",
    GIT_TERMINAL_PROMPT: "0",
    GIT_PAGER: "cat",
    // what is shown is shown to a person, though it comes through a pipe
    NBDIFF_TEXTCONV: "always",
    GIT_EDITOR: "true",
    GIT_AUTHOR_NAME: "Ada",
    GIT_AUTHOR_EMAIL: "ada@example.org",
    GIT_COMMITTER_NAME: "Ada",
    GIT_COMMITTER_EMAIL: "ada@example.org",
    LC_ALL: "C.UTF-8",
  }
}
