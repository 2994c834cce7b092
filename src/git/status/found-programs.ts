import { accessSync, constants, statSync } from "node:fs"
import { delimiter, join, resolve } from "node:path"
import { calledProgram } from "../install/shell-command.js"
import { DRIVER_NAME } from "../repository/driver-name.js"
import type { Place } from "../repository/repository.js"

import type { ScopedValue } from "../repository/scoped-values.js"
import { worktreeTop } from "../repository/worktree.js"
import { commandWord } from "./command-word.js"

/** A program that the registered commands call, and what is left of it. */
export interface FoundProgram {
  readonly node: string
  readonly script: string
  readonly scriptFound: boolean
  readonly nodeFound: "in its place" | "on the PATH" | "nowhere"
  /** The values that call it. */
  readonly keys: readonly string[]
}

/** The programs of the commands that `install` has written. `counting` holds a key once. */
export function foundPrograms(counting: readonly ScopedValue[], place: Place): readonly FoundProgram[] {
  const programs = new Map<string, FoundProgram>()
  for (const { key, value } of counting) {
    const called = calledProgram(plainCommand(key, value))
    if (called === undefined) continue
    const id = `${called.node}\0${called.script}`
    const known = programs.get(id) ?? { ...called, ...conditionOf(called, place), keys: [] }
    programs.set(id, { ...known, keys: [...known.keys, key] })
  }
  return [...programs.values()]
}

/** A registered command whose program git will not find. */
export interface MissingCommand {
  readonly key: string
  readonly program: string
}

export async function missingCommands(
  counting: readonly ScopedValue[],
  place: Place,
): Promise<readonly MissingCommand[]> {
  const called = counting.flatMap(({ key, value }) => {
    const program = COMMANDS.includes(key) ? commandWord(plainCommand(key, value)) : undefined
    return program === undefined ? [] : [{ key, program }]
  })
  if (called.length === 0) return []
  const top = (await worktreeTop(place)) ?? place.cwd
  const own = (await place.git("--exec-path")).trim()
  return called.filter(({ program }) => !isCallable(program, top, own, place))
}

/** The values that git hands to a shell. */
const COMMANDS: readonly string[] = [
  `diff.${DRIVER_NAME}.command`,
  `diff.${DRIVER_NAME}.textconv`,
  `merge.${DRIVER_NAME}.driver`,
  `filter.${DRIVER_NAME}.process`,
  `filter.${DRIVER_NAME}.clean`,
  `filter.${DRIVER_NAME}.smudge`,
  `mergetool.${DRIVER_NAME}.cmd`,
  `mergetool.${DRIVER_NAME}-web.cmd`,
  `difftool.${DRIVER_NAME}.cmd`,
]

/** As the shell gets it: in these git doubles no percent sign, and a tool's command has a quoted nothing between blanks. */
export function plainCommand(key: string, value: string): string {
  if (key.endsWith(".cmd")) return value.replaceAll(/ ''(?= )/g, " ")
  return /\.(driver|clean|smudge)$/.test(key) ? value.replaceAll("%%", "%") : value
}

function conditionOf({ node, script }: Pick<FoundProgram, "node" | "script">, place: Place) {
  const elsewhere = isOnPath("node", place.environment.PATH, place.cwd) ? "on the PATH" : "nowhere"
  return {
    scriptFound: isFilled(script),
    nodeFound: isExecutable(node) ? "in its place" : elsewhere,
  } as const
}

/** git calls its commands in the worktree's top, with its own programs on the PATH. On Windows its shell sees
 *  directories that we do not, so that only a drive's letter tells. */
function isCallable(program: string, top: string, own: string, { environment }: Place): boolean {
  if (process.platform === "win32") {
    return !/^[a-z]:[\\/]/i.test(program) || [program, `${program}.exe`].some(isExecutable)
  }
  if (program.startsWith("~/")) return isExecutable(join(environment.HOME ?? "", program.slice(2)))
  return program.includes("/")
    ? isExecutable(resolve(top, program))
    : isOnPath(program, [own, environment.PATH ?? ""].join(delimiter), top)
}

function isFilled(file: string): boolean {
  const stats = statSync(file, { throwIfNoEntry: false })
  return stats?.isFile() === true && stats.size > 0
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}

function isOnPath(name: string, path: string | undefined, cwd: string): boolean {
  const suffixes = process.platform === "win32" ? [".exe", ".cmd"] : [""]
  return (path ?? "")
    .split(delimiter)
    .some((directory) =>
      suffixes.some((suffix) => isExecutable(resolve(cwd, join(directory, name + suffix)))),
    )
}
