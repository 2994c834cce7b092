import { RUN_RULES, type RunRule } from "../../verify/run-diagnostics.js"
import { readSettingsFile, SettingsError, settingTexts } from "./settings-file.js"

/** Reads which rules for runs the repository's settings turn on: `[check] run = ["order", "errors"]`.
 *  @throws SettingsError */
export async function checkedRunRules(top: string | undefined): Promise<ReadonlySet<RunRule>> {
  const file = top === undefined ? undefined : await readSettingsFile(top)
  const rules = new Set<RunRule>()
  for (const [key, value] of Object.entries(file?.sections.check ?? {})) {
    const prefix = `${file?.prefix}check.${key}: `
    if (key !== "run") throw new SettingsError(`${prefix}there is no such setting`)
    const read = runRules(settingTexts(value) ?? [""])
    if (typeof read === "string") throw new SettingsError(`${prefix}${read}`)
    for (const rule of read) rules.add(rule)
  }
  return rules
}

/** Returns the rules that are named, or what is wrong with them. */
export function runRules(names: readonly string[]): ReadonlySet<RunRule> | string {
  const rules = new Set<RunRule>()
  for (const name of names) {
    const rule = RUN_RULES.find((one) => one === name)
    if (rule === undefined) return `'${name}' is not one of ${RUN_RULES.join(", ")}`
    rules.add(rule)
  }
  return rules
}
