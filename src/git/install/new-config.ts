import { existsSync, statSync, unlinkSync } from "node:fs"
import type { GitConfig } from "../repository/config.js"
import { DRIVER_NAME } from "../repository/driver-name.js"
import type { Place, Scope } from "../repository/repository.js"
import { canonicalKey } from "./registered-config.js"

/** Says, in a file of git's config, that an installation made the file. */
const RECORD = `merge.${DRIVER_NAME}.madeConfig`

/** Whether a write to this scope will make its file. The user's may be in either of two places. */
export function lacksConfigFile(scope: Scope, { environment }: Place): boolean {
  if (scope !== "global") return false
  const home = environment.HOME || environment.USERPROFILE || ""
  const files = [
    environment.GIT_CONFIG_GLOBAL ?? `${home}/.gitconfig`,
    `${environment.XDG_CONFIG_HOME || `${home}/.config`}/git/config`,
  ]
  return !files.some((file) => existsSync(file))
}

export async function recordNewConfig(scope: Scope, { git }: Place): Promise<void> {
  await git("config", `--${scope}`, RECORD, "true")
}

/** Removes the record, and the file where that is all that was left in it. */
export async function removeNewConfig(scope: Scope, config: GitConfig, { git }: Place): Promise<void> {
  if (!config.has(canonicalKey(RECORD))) return
  const origin = await git("config", `--${scope}`, "--show-origin", "-z", "--get", RECORD)
  const file = /^file:([^\0]+)/.exec(origin)?.[1]
  await git("config", `--${scope}`, "--unset-all", RECORD)
  if (file !== undefined && statSync(file, { throwIfNoEntry: false })?.size === 0) unlinkSync(file)
}
