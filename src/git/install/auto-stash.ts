import type { GitConfig } from "../repository/config.js"
import { DRIVER_NAME } from "../repository/driver-name.js"
import { ifRepository, type Place, type Scope } from "../repository/repository.js"
import { readNormalizeSettings } from "../settings/normalize-settings.js"
import { isSettingsError } from "../settings/settings-file.js"
import { canonicalKey } from "./registered-config.js"

/** With these git puts what is in the way of a pull aside, and brings it back. */
const AUTO_STASH = ["merge.autoStash", "rebase.autoStash"] as const

/** Names, in git's config, those of them that we have set. It is not in the filter's section, which people are told to
 *  remove where the program is gone. */
const RECORD = `merge.${DRIVER_NAME}.autoStash`

/** git takes a notebook that was run again for modified by its size alone, before it asks any filter, and stops a pull
 *  that changes it: so they are switched on where nobody has said anything of them. Returns how many values were
 *  written. */
export async function setAutoStash(scope: Scope, { git }: Place): Promise<number> {
  let written = 0
  for (const key of AUTO_STASH) {
    if ((await git("config", "--default", "", "--get", key)).trim() !== "") continue
    // the record first: whatever interrupts this, nothing of ours stays after
    await git("config", `--${scope}`, "--add", RECORD, key)
    await git("config", `--${scope}`, key, "true")
    written += 2
  }
  return written
}

/** Whether the filter takes whole cells away here, as far as anybody can tell: they are in no stash, so a pull had
 *  better stop than put changes aside. */
export async function dropsCells(place: Place): Promise<boolean> {
  const top = await ifRepository(async () =>
    (await place.git("rev-parse", "--show-toplevel")).replace(/\n$/, ""),
  )
  if (top === undefined) return false
  try {
    const settings = await readNormalizeSettings(top, place)
    return settings.some(
      ({ options: { dropEmptyCells = false, dropTagged = [] } }) => dropEmptyCells || dropTagged.length > 0,
    )
  } catch (error) {
    if (isSettingsError(error)) return true
    throw error
  }
}

/** Removes those that we have set and nobody has changed since. Returns how many values are gone. */
export async function unsetAutoStash(scope: Scope, config: GitConfig, { git }: Place): Promise<number> {
  const recorded = config.get(canonicalKey(RECORD)) ?? []
  let removed = 0
  for (const key of AUTO_STASH.filter((each) => recorded.includes(each))) {
    if ((await git("config", `--${scope}`, "--default", "", "--get", key)).trim() !== "true") continue
    await git("config", `--${scope}`, "--unset", key)
    removed += 1
  }
  if (recorded.length > 0) await git("config", `--${scope}`, "--unset-all", RECORD)
  return removed + recorded.length
}

/** Whether a pull, by merge or by rebase, gets past a notebook that was run again. */
export async function hasAutoStash({ git }: Place): Promise<boolean> {
  const values = await Promise.all(
    AUTO_STASH.map((key) => git("config", "--type=bool", "--default=false", "--get", key)),
  )
  return values.every((value) => value.trim() === "true")
}
