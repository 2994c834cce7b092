import { spawnSync } from "node:child_process"
import { expect, test } from "vitest"
import { notebookText } from "../support/notebook-text.js"
import { launcher, nbdiff } from "../support/program.js"
import { type Repository, repository, runProgram } from "../support/repository.js"

// With the drivers installed, each command that shows a difference shows it as a notebook's, whether it writes
// into a pipe, with --no-pager, or on a terminal through a pager.

const versions = {
  base: notebookText("import numpy\n", "b = 2\n", "c = 3\n"),
  ours: notebookText("import numpy\n", "b = 20\n", "c = 3\n"),
  theirs: notebookText("import numpy\n", "b = 21\n", "c = 3\n"),
}

/** The cell by cell view of the external diff driver, and git's own diff of the notebook's text. */
const views = {
  cells: /^.*a\.ipynb.* 1 edited$.*2 · code · edited.*- ?b = 2$.*\+ ?b = 20$/ms,
  text: /^diff --git a\/a\.ipynb b\/a\.ipynb$.*^@@ .*^-b = 2$.*^\+b = 20$/ms,
}

interface ShowingCommand {
  readonly args: readonly string[]
  readonly state: () => Repository
  readonly shows: RegExp
  /** Whether it pages and colors on a terminal. git difftool leaves paging to the tool, and the diff driver,
   *  which takes its place, has none. */
  readonly paged?: boolean
  readonly colored?: boolean
}

/** Each command, and what it shows in a repository where `state` has happened. */
const commands: readonly ShowingCommand[] = [
  { args: ["diff"], state: edited, shows: views.cells },
  { args: ["diff", "--no-ext-diff"], state: edited, shows: views.text },
  { args: ["diff", "--cached"], state: staged, shows: views.cells },
  { args: ["diff", "HEAD~", "HEAD"], state: committed, shows: views.cells },
  { args: ["diff", "HEAD~..HEAD", "--", "*.ipynb"], state: committed, shows: views.cells },
  { args: ["show"], state: committed, shows: views.text },
  { args: ["show", "--ext-diff"], state: committed, shows: views.cells },
  { args: ["log", "-p"], state: committed, shows: views.text },
  { args: ["log", "-p", "--ext-diff"], state: committed, shows: views.cells },
  {
    args: ["log", "-Sb = 20", "--format=found %s"],
    state: committed,
    shows: /^found two$(?!.*found)/ms,
    colored: false,
  },
  {
    args: ["log", "-Gb = 2", "--format=found %s"],
    state: committed,
    shows: /^found two$.*^found one$/ms,
    colored: false,
  },
  { args: ["blame", "-s", "a.ipynb"], state: committed, shows: /^[0-9a-f]+ +\d+\) b = 20$/m, colored: false },
  { args: ["stash", "show", "-p", "--ext-diff"], state: stashed, shows: views.cells },
  {
    args: ["diff", "--cc"],
    state: inConflict,
    shows: /^diff --cc a\.ipynb$.*^[ +-]{2}b = 20$.*^[ +-]{2}b = 21$/ms,
  },
  { args: ["difftool", "-y", "--tool=nbdiff"], state: edited, shows: views.cells, paged: false },
  { args: ["difftool", "-y", "--tool=nbdiff", "--dir-diff"], state: edited, shows: views.cells },
  {
    args: ["difftool", "-y", "--tool=nbdiff", "HEAD~", "HEAD"],
    state: committed,
    shows: views.cells,
    paged: false,
  },
]

/** util-linux's `script` makes terminals; without one, what needs a terminal is skipped. */
const hasTerminals = spawnSync("script", ["-qec", "true", "/dev/null"]).status === 0

test.each(commands)("git $args shows notebooks", ({ args, state, shows, paged = true, colored = true }) => {
  const repo = state()
  const env = { NBDIFF_TEXTCONV: "always" }
  const piped = repo.run(args, { env })
  expect({ status: piped.status, stderr: piped.stderr }).toEqual({ status: 0, stderr: "" })
  expect(piped.stdout).toMatch(shows)
  expect(piped.stdout).not.toMatch(/\x1b|"cell_type"/)
  expect(repo.run(["--no-pager", ...args], { env })).toEqual(piped)
  if (!hasTerminals) return
  const onPager = onTerminal(repo, ["git", ...args])
  expect(withoutStyle(onPager)).toMatch(shows)
  expect(/^\|/m.test(onPager)).toBe(paged)
  const direct = onTerminal(repo, ["git", "--no-pager", ...args])
  expect(withoutStyle(direct)).toMatch(shows)
  expect(direct).not.toMatch(/^\|/m)
  for (const shown of [onPager, direct]) expect(shown.includes("\x1b[3")).toBe(colored)
})

test.skipIf(!hasTerminals)(
  "nbdiff itself goes through git's pager, unless its exit code is asked for",
  () => {
    const repo = edited()
    const paged = onTerminal(repo, [process.execPath, launcher])
    expect(paged).not.toMatch(/^(?!\|)/m)
    expect(withoutStyle(paged)).toMatch(views.cells)
    expect(onTerminal(repo, [process.execPath, launcher, "--no-pager"])).not.toMatch(/^\|/m)
    expect(onTerminal(repo, [process.execPath, launcher, "--exit-code"], 1)).not.toMatch(/^\|/m)
  },
)

function committed(): Repository {
  const repo = repository()
  repo.commit("one", { "a.ipynb": versions.base })
  expect(nbdiff(repo, ["install"]).status).toBe(0)
  repo.commit("two", { "a.ipynb": versions.ours })
  return repo
}

function edited(): Repository {
  const repo = repository()
  repo.commit("one", { "a.ipynb": versions.base })
  expect(nbdiff(repo, ["install"]).status).toBe(0)
  repo.write("a.ipynb", versions.ours)
  return repo
}

function staged(): Repository {
  const repo = edited()
  repo.git("add", ".")
  return repo
}

function stashed(): Repository {
  const repo = edited()
  repo.git("stash", "-q")
  return repo
}

function inConflict(): Repository {
  const repo = committed()
  repo.git("switch", "-q", "-c", "theirs", "HEAD~")
  repo.commit("theirs", { "a.ipynb": versions.theirs })
  repo.git("switch", "-q", "main")
  expect(repo.tryGit("merge", "-q", "theirs").status).toBe(1)
  return repo
}

/** What the command writes to a terminal whose pager puts a bar before each line. */
function onTerminal(repo: Repository, command: readonly string[], expected = 0): string {
  const words = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ")
  const { status, stdout } = runProgram("script", ["-qec", words, "/dev/null"], {
    cwd: repo.top,
    env: { ...repo.env, TERM: "xterm", GIT_PAGER: "sed 's/^/|/'", SHELL: "/bin/sh" },
  })
  expect(status).toBe(expected)
  return stdout.replaceAll("\r\n", "\n").replace(/\n$/, "")
}

function withoutStyle(text: string): string {
  return text.replace(/\x1b\[[0-9;]*[mK]/g, "").replace(/^\|/gm, "")
}
