import { writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Program } from "../../src/git/install/program.js"
import { configEntries, type FilterMode } from "../../src/git/install/registration.js"
import { type Repository, temporaryDirectory, writeScript } from "./repository.js"

/** Registers `program` in the repository, as install does, for every notebook. */
export function register(repository: Repository, program: Program, filter: FilterMode = "off"): void {
  for (const { key, value } of configEntries(program, filter, "local")) repository.git("config", key, value)
  repository.write(
    repository.git("rev-parse", "--git-path", "info/attributes").trim(),
    `*.ipynb diff=nbdiff merge=nbdiff${filter === "off" ? "" : " filter=nbdiff"}\n`,
  )
}

/** A program that sh runs instead of Node. Its arguments begin with `driver` and the driver's name. */
export function standIn(body: string, directory = "program"): Program {
  const script = writeScript(join(temporaryDirectory(directory), "nbdiff.js"), body)
  return { node: "/bin/sh", script, version: "0.0.0" }
}

/** Ways in which a registered program fails, each with a name that completes "when …". */
export const failures: readonly { readonly when: string; readonly program: () => Program }[] = [
  { when: "the program is gone", program: () => ({ ...standIn(""), script: "/no/such/program/nbdiff.js" }) },
  {
    when: "Node is gone from its place and from the PATH",
    program: () => ({ ...standIn(""), node: "/no/such/node" }),
  },
  { when: "Node exits 1 at once", program: () => ({ ...standIn(""), node: "/bin/false" }) },
  { when: "the program crashes with 1", program: () => standIn("echo crash >&2; exit 1") },
  { when: "the program crashes with 2", program: () => standIn("exit 2") },
  { when: "the program kills itself", program: () => standIn("kill -9 $$") },
  { when: "the program was left empty", program: emptyProgram },
]

/** A launcher of no bytes: as such it would run, and end with 0. */
function emptyProgram(): Program {
  const program = standIn("")
  writeFileSync(program.script, "")
  return program
}

/** A PATH on which git and the system's programs are found and `node` is not. */
export function pathWithoutNode(): string {
  const directory = temporaryDirectory("path")
  writeScript(join(directory, "node"), "echo 'node: not found' >&2; exit 127")
  return `${directory}:${process.env.PATH}`
}
