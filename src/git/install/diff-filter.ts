import type { Place, Scope } from "../repository/repository.js"
import type { Program } from "./program.js"
import { calledProgram, hunksCommand } from "./shell-command.js"

/** git has one such filter for all files, so a user's own stays. */
const KEY = "interactive.diffFilter"

/** Registers the filter that makes the hunks of `git add -p` readable, where nobody has set one. Returns how many values
 *  were written. */
export async function setDiffFilter(scope: Scope, program: Program, { git }: Place): Promise<number> {
  const now = (await git("config", "--default", "", "--get", KEY)).replace(/\n$/, "")
  const value = hunksCommand(program)
  if (now === value || (now !== "" && !isOurs(now))) return 0
  await git("config", `--${scope}`, "--replace-all", KEY, value)
  return 1
}

/** Removes the filter where it is ours. Returns how many values are gone. */
export async function unsetDiffFilter(scope: Scope, { git }: Place): Promise<number> {
  const now = (await git("config", `--${scope}`, "--default", "", "--get", KEY)).replace(/\n$/, "")
  if (!isOurs(now)) return 0
  await git("config", `--${scope}`, "--unset-all", KEY)
  return 1
}

function isOurs(command: string): boolean {
  return calledProgram(command) !== undefined && command.includes("driver hunks")
}
