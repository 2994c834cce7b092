import { type GitConfig, lastValue, parseConfig } from "../repository/config.js"
import type { Place } from "../repository/repository.js"
import { shellWord } from "../repository/shell-word.js"
import type { InstallNote } from "./install-notes.js"
import type { FilterMode } from "./registration.js"

const KEYS = "^(merge\\.tool|diff\\.guitool|filter\\.nbstripout\\.(clean|extrakeys)|nbdiff\\.normalize\\..*)$"

/** Returns hints on what nbdime and nbstripout have set and nbdiff does not read, with the commands that carry it over.
 *  With the filter of nbstripout replaced, its settings would otherwise be lost without a word. */
export async function toolHints(filter: FilterMode, { git }: Place): Promise<readonly InstallNote[]> {
  const config = parseConfig(await git("config", "-z", "--get-regexp", KEYS).catch(() => ""))
  const tools = ["merge.tool", "diff.guitool"].filter((key) => lastValue(config, key)?.startsWith("nbdime"))
  const settings = filter === "off" ? [] : carriedSettings(config)
  return [
    ...tools.map((key) => hint(`${key} is still nbdime`, [`git config ${key} nbdiff`])),
    ...(settings.length === 0
      ? []
      : [hint("nbstripout's settings are not read; this carries them over", settings)]),
  ]
}

function hint(what: string, commands: readonly string[]): InstallNote {
  return { code: "other-tool-setting", severity: "hint", message: `${what}: ${commands.join("; ")}` }
}

/** The commands for what is not set for nbdiff yet. */
function carriedSettings(config: GitConfig): readonly string[] {
  const fields = (lastValue(config, "filter.nbstripout.extrakeys") ?? "").split(/\s+/).filter(Boolean)
  const extras = fields.map((field) => ["extra", field.replace(/^metadata\./, "notebook.metadata.")] as const)
  const clean = lastValue(config, "filter.nbstripout.clean") ?? ""
  const options = CLEAN_OPTIONS.flatMap(([option, key]) => {
    const value = option.exec(clean)
    return value === null ? [] : [[key, value[1] ?? "keep"] as const]
  })
  return [...extras, ...options]
    .filter(([key, value]) => !config.get(`nbdiff.normalize.${key}`)?.includes(value))
    .map(([key, value]) => `git config --add nbdiff.normalize.${key} ${shellWord(value)}`)
}

/** nbstripout's options in the command that it registers, and the settings that are for the same. */
const CLEAN_OPTIONS = [
  [/\s--keep-output\b/, "outputs"],
  [/\s--keep-count\b/, "counts"],
  [/\s--max-size[ =](\S+)/, "max-output"],
] as const
