import type { GitConfig } from "../repository/config.js"
import type { Place } from "../repository/repository.js"
import { type ScopedValue, scopedValues } from "../repository/scoped-values.js"
import { worktreeTop } from "../repository/worktree.js"
import { policiesOf } from "../settings/merge-settings.js"
import { normalizeSettings, readByteSize } from "../settings/normalize-settings.js"
import { isSettingsError } from "../settings/settings-file.js"

/** A setting that is not followed. */
export interface SettingsDiagnostic {
  /** The line that a driver would print. */
  readonly message: string
  readonly fix: string
}

/** What is wrong with the settings for merging and for normalizing: each key of git's config by itself, and of a
 *  file the first fault of each section. */
export async function settingsDiagnostics(place: Place): Promise<readonly SettingsDiagnostic[]> {
  return [...(await fileDiagnostics(await worktreeTop(place))), ...(await configDiagnostics(place))]
}

async function fileDiagnostics(top: string | undefined): Promise<readonly SettingsDiagnostic[]> {
  if (top === undefined) return []
  const none: GitConfig = new Map()
  const diagnostics = [
    await problemWith(() => policiesOf(top, none)),
    await problemWith(() => normalizeSettings(top, none)),
  ]
  return [...new Set(diagnostics)].flatMap((message) =>
    message === undefined ? [] : [{ message, fix: fileFix(message) }],
  )
}

/** Such as "nbdiff.toml: merge.outputs: …"; a fault of the whole file names no key. */
function fileFix(message: string): string {
  const [file = "", key = ""] = message.split(": ")
  return /^[\w-]+(\.[\w-]+)*$/.test(key) ? `correct or delete ${key} in ${file}` : `correct ${file}`
}

async function configDiagnostics(place: Place): Promise<readonly SettingsDiagnostic[]> {
  const set = await scopedValues("^nbdiff\\.(merge|normalize|outputs)\\.", place)
  const keys = [...new Set(set.map(({ key }) => key))]
  const diagnostics = await Promise.all(
    keys.map((key) => keyDiagnostics(set.filter((entry) => entry.key === key))),
  )
  return diagnostics.flat()
}

/** Of some keys the last value counts, of others all do: what is wrong by itself is to go where the whole is wrong. */
async function keyDiagnostics(given: readonly ScopedValue[]): Promise<readonly SettingsDiagnostic[]> {
  const message = await problemWithValues(given)
  if (message === undefined) return []
  const commands = await Promise.all(
    given.map(async (entry) =>
      (await problemWithValues([entry])) === undefined ? [] : [unsetCommand(entry, given)],
    ),
  )
  return [{ message, fix: [...new Set(commands.flat())].join(" && ") }]
}

function problemWithValues(given: readonly ScopedValue[]): Promise<string | undefined> {
  const last = given.at(-1)
  if (last?.key === LIMIT_KEY) return Promise.resolve(problemWithLimit(last.value))
  const config = new Map(given.map(({ key }) => [key, given.map(({ value }) => value)]))
  return problemWith(() => policiesOf(undefined, config))
}

const LIMIT_KEY = "nbdiff.outputs.limit"

/** A store whose limit cannot be read has the default one. */
function problemWithLimit(value: string): string | undefined {
  return readByteSize(value) === undefined
    ? `git config: ${LIMIT_KEY}: '${value}' is not a size, such as 500m or 2g: the limit is 1g`
    : undefined
}

/** With the value where the scope has others of that key. */
function unsetCommand({ key, value, scope }: ScopedValue, given: readonly ScopedValue[]): string {
  if (scope === "command") return `take ${key} out of git's -c or GIT_CONFIG_COUNT`
  if (/\p{Cc}/u.test(key + value)) return `git config --${scope} --edit`
  const isAlone = given.filter((entry) => entry.scope === scope).length === 1
  const which = isAlone ? `--unset ${word(key)}` : `--fixed-value --unset-all ${word(key)} ${word(value)}`
  return `git config --${scope} ${which}`
}

/** A word for a shell. */
function word(text: string): string {
  return /^[\w.=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

async function problemWith(read: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await read()
    return undefined
  } catch (error) {
    if (isSettingsError(error)) return error.message
    throw error
  }
}
