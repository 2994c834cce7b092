import type { OptionValues } from "commander"
import type { GitPlace } from "../../git/repository/git-process.js"
import { worktreeTop } from "../../git/repository/worktree.js"
import { checkedRunRules, runRules } from "../../git/settings/check-settings.js"
import { isSettingsError } from "../../git/settings/settings-file.js"
import type { RunRule } from "../../verify/run-diagnostics.js"

export const CHECK_FORMATS = ["text", "json", "github", "gitlab", "sarif"] as const

export interface CheckOptions {
  readonly from: "worktree" | "index" | { readonly revision: string }
  readonly onlyConflicts: boolean
  /** The revision since which cells may be stale; undefined where nobody asks. */
  readonly stale: string | undefined
  readonly run: ReadonlySet<RunRule>
  readonly format: (typeof CHECK_FORMATS)[number]
}

/** Returns what the options and the settings ask for, or what is wrong with them. */
export async function checkOptions(options: OptionValues, place: GitPlace): Promise<CheckOptions | string> {
  const format = CHECK_FORMATS.find((one) => one === (options.format ?? "text"))
  if (format === undefined)
    return `option 'format' expects ${CHECK_FORMATS.map((one) => `"${one}"`).join(", ")}`
  if (options.at !== undefined && options.cached === true)
    return "options '--at' and '--cached' cannot be used together"
  if (options.at !== undefined && options.stale !== undefined)
    return "options '--at' and '--stale' cannot be used together"
  const run = await chosenRules(options.run, place)
  if (typeof run === "string") return run
  const stored = options.cached === true ? "index" : "worktree"
  return {
    from: typeof options.at === "string" ? { revision: options.at } : stored,
    onlyConflicts: options.conflicts === true,
    stale: typeof options.stale === "string" ? options.stale : undefined,
    run,
    format,
  }
}

async function chosenRules(named: unknown, place: GitPlace): Promise<ReadonlySet<RunRule> | string> {
  if (named === "none") return new Set()
  if (typeof named === "string") return runRules(named.split(",").filter(Boolean))
  try {
    return await checkedRunRules(await worktreeTop(place))
  } catch (error) {
    if (!isSettingsError(error)) throw error
    return error.message
  }
}
