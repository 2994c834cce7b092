import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { withoutEnding } from "../../diff/text/lines.js"
import { type GitPlace, runGit } from "../../git/repository/git-process.js"
import { highlight } from "../../render/ink/highlight.js"
import type { WalkTalk } from "./resolve-walk.js"

/** Returns whether there is a person at a terminal who can answer. */
export function isInteractive(): boolean {
  return process.stdin.isTTY === true && process.stdout.isTTY === true
}

/** Asks on the terminal, and edits with the editor that git would use. */
export function terminalTalk(place: GitPlace): WalkTalk {
  return {
    print: (text) => void process.stdout.write(text),
    ask: askLine,
    edit: (text, type) => editText(text, type, place),
    width: process.stdout.columns ?? 80,
    highlight,
  }
}

/** Makes a reader for each question, so that between them an editor has the terminal to itself. */
function askLine(prompt: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const lines = createInterface({ input: process.stdin, output: process.stdout })
    let answer: string | undefined
    lines.on("close", () => resolve(answer))
    lines.on("SIGINT", () => process.exit(INTERRUPTED))
    lines.question(prompt, (line) => {
      answer = line
      lines.close()
    })
  })
}

/** Sets the exit code that a shell shows for an interrupted program. */
const INTERRUPTED = 130

async function editText(text: string, type: string, place: GitPlace): Promise<string | undefined> {
  const { status, output } = await runGit(["var", "GIT_EDITOR"], place)
  if (status !== 0) return undefined
  const directory = mkdtempSync(join(tmpdir(), "nbdiff-"))
  const file = join(directory, type === "code" ? "cell.py" : "cell.md")
  try {
    writeFileSync(file, text)
    // as in git, the editor's setting is a shell command, and the file is its argument
    const line = `${output.toString().replace(/\n$/, "")} "$@"`
    const edited = spawnSync("sh", ["-c", line, "editor", file], { stdio: "inherit" })
    return edited.status === 0 ? withoutAddedEnd(readFileSync(file, "utf8"), text) : undefined
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** Removes the line end that editors add: a cell's last line has none. */
function withoutAddedEnd(edited: string, text: string): string {
  return text.endsWith("\n") ? edited : withoutEnding(edited)
}
