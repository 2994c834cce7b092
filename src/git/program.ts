import { realpathSync } from "node:fs"
import { resolve } from "node:path"

/** What git is to run: an absolute Node and an absolute script, with forward slashes on every platform. */
export interface Program {
  readonly node: string
  readonly script: string
  /** Written beside textconv, whose cached results git keeps by the command's text. */
  readonly version: string
}

export interface RunningProgram {
  /** `process.execPath` */
  readonly node: string
  /** `process.argv[1]`: the script as it was called, perhaps a symbolic link. */
  readonly called: string | undefined
  /** The launcher's own file. */
  readonly launcher: string
  readonly version: string
}

/** The program that is running now, by the path that is most likely to outlast an update: package managers
 *  keep versions in folders of their own and move a link, so the name we were called by is better than the
 *  file it leads to. */
export function registeredProgram(running: RunningProgram): Program {
  const called = running.called === undefined ? undefined : resolve(running.called)
  const script = called !== undefined && sameFile(called, running.launcher) ? called : running.launcher
  return { node: forwardSlashes(running.node), script: forwardSlashes(script), version: running.version }
}

/** The package runner whose cache holds the program, or undefined where the path will last. */
export function passingRunner(script: string): string | undefined {
  return runners.find(({ place }) => place.test(script))?.runner
}

const runners = [
  { runner: "npx", place: /\/_npx\// },
  { runner: "pnpm dlx", place: /\/(pnpm\/dlx|pnpm-cache\/dlx|dlx-\d+)\b/ },
  { runner: "yarn dlx", place: /\/xfs-[0-9a-f]+\/|\/dlx-[0-9a-f]+/ },
  { runner: "bunx", place: /\/bunx-/ },
] as const

function sameFile(a: string, b: string): boolean {
  try {
    return realpathSync(a) === realpathSync(b)
  } catch {
    return false
  }
}

function forwardSlashes(path: string): string {
  return process.platform === "win32" ? path.replaceAll("\\", "/") : path
}
