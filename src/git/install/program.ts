import { resolve } from "node:path"

/** What git is to run: an absolute Node and an absolute script, with forward slashes on every platform. */
export interface Program {
  readonly node: string
  readonly script: string
  /** Written beside textconv, whose cached results git keeps by the command's text. */
  readonly version: string
}

/** The program that runs now: `node` is `process.execPath`, `called` is `process.argv[1]`. That is the path we
 *  were called by, perhaps a link, and more likely to outlast an update than the file it leads to: package
 *  managers keep versions in folders of their own and move a link. */
export function registeredProgram(node: string, called: string, version: string): Program {
  return { node: forwardSlashes(node), script: forwardSlashes(resolve(called)), version }
}

/** The package runner whose cache holds the program, or undefined where the path will last. */
export function passingRunner(script: string): string | undefined {
  return RUNNERS.find(({ place }) => place.test(script))?.runner
}

const RUNNERS = [
  { runner: "npx", place: /\/_npx\// },
  { runner: "yarn dlx", place: /\/xfs-[0-9a-f]+\// },
  { runner: "pnpm dlx", place: /\/(pnpm|tmp)\/dlx[-/]/ },
  { runner: "bunx", place: /\/bunx-/ },
] as const

function forwardSlashes(path: string): string {
  return process.platform === "win32" ? path.replaceAll("\\", "/") : path
}
