import { realpathSync } from "node:fs"
import { basename, delimiter, dirname, join, resolve } from "node:path"
import type { Environment } from "../repository/git-process.js"

/** What git is to run: an absolute Node and an absolute script, with forward slashes on every platform. */
export interface Program {
  readonly node: string
  readonly script: string
  /** Written beside textconv, whose cached results git keeps by the command's text. */
  readonly version: string
}

/** The program that runs now: `node` is `process.execPath`, `called` is `process.argv[1]`. Each by the name that will
 *  last longest: package managers keep versions in folders of their own and move a link. */
export function registeredProgram(
  node: string,
  called: string,
  version: string,
  environment: Environment,
): Program {
  return {
    node: forwardSlashes(lastingName(node, environment, "on the PATH")),
    script: forwardSlashes(lastingName(resolve(called), environment, "as it was called")),
    version,
  }
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

/** Folders that are gone with a shell, an update or a clean-up: those of fnm's shells, Homebrew's and nix's versions. */
const PASSING_FOLDERS = /\/(fnm_multishells|Cellar)\/|\/nix\/store\//

/** Another name of the same file that lasts longer. The program that runs is known by its file; one that was called is
 *  known by the name that it was called by, which is as good unless it passes. */
function lastingName(
  file: string,
  environment: Environment,
  first: "on the PATH" | "as it was called",
): string {
  const called = [file].filter(isLasting)
  const linked = namesOnPath(file, environment).filter(isLasting)
  const names = first === "on the PATH" ? [...linked, ...called] : [...called, ...linked]
  return names[0] ?? [inRealFolder(file), realName(file)].find(isLasting) ?? file
}

function isLasting(file: string): boolean {
  const path = forwardSlashes(file)
  return !PASSING_FOLDERS.test(path) && passingRunner(path) === undefined
}

function namesOnPath(file: string, environment: Environment): readonly string[] {
  const real = realName(file)
  return (environment.PATH ?? "")
    .split(delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => join(resolve(folder), basename(file)))
    .filter((name) => realName(name) === real)
}

/** The link itself, in a folder that is not a link. */
function inRealFolder(file: string): string {
  return join(realName(dirname(file)), basename(file))
}

/** The name as it is where there is no such file. */
function realName(file: string): string {
  try {
    return realpathSync(file)
  } catch {
    return file
  }
}

function forwardSlashes(path: string): string {
  return process.platform === "win32" ? path.replaceAll("\\", "/") : path
}
