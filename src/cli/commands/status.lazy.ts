import type { Command } from "commander"
import { normalForm } from "../../git/filter/normal-form.js"
import { registeredProgram } from "../../git/install/program.js"
import type { IsNormal } from "../../git/notebooks/staged-notebooks.js"
import type { GitPlace } from "../../git/repository/git-process.js"
import { isSettingsError } from "../../git/settings/settings-file.js"
import { diagnose, type StatusDiagnostic } from "../../git/status/diagnostic.js"
import { gitLacks, registeredMode, registeredVersion } from "../../git/status/registered-state.js"
import { gatherFacts, type NotebookFacts, type StatusFacts } from "../../git/status/status-facts.js"
import { systemReason } from "../../node/input-file.js"
import { quotedPath } from "../../node/quoted-path.js"
import { safeJson } from "../../render/words/json-text.js"
import type { CommandCall } from "../terminal/command.js"
import { Exit, type ExitCode, trouble } from "../terminal/exit-code.js"
import { herePlace } from "../terminal/place.js"
import { VERSION } from "../terminal/version.js"

export function define(command: Command): Command {
  return command
    .description("Shows what is registered with git, and whether it works here.")
    .option("--json", "as one JSON object")
}

/** Returns 1 if something is broken. */
export async function run({ options }: CommandCall): Promise<ExitCode> {
  const running = registeredProgram(process.execPath, process.argv[1] ?? "", VERSION, process.env)
  try {
    const place = herePlace()
    const facts = await gatherFacts(place, running, await normalFormJudge(place))
    const found = diagnose(facts)
    process.stdout.write(options.json === true ? statusJson(facts, found) : statusText(facts, found))
    return found.some(({ severity }) => severity === "broken") ? Exit.difference : Exit.ok
  } catch (error) {
    return trouble(systemReason(error))
  }
}

/** Returns undefined if the settings cannot be followed, since the normal form is then unknown; the settings are
 *  reported on their own. */
async function normalFormJudge(place: GitPlace): Promise<IsNormal> {
  try {
    return await normalForm(place)
  } catch (error) {
    if (!isSettingsError(error)) throw error
    return () => true
  }
}

/** Sets the version of this object; new fields may be added without a new version. */
const JSON_VERSION = 1

export function statusJson(facts: StatusFacts, found: readonly StatusDiagnostic[]): string {
  const status = {
    version: JSON_VERSION,
    git: { version: facts.gitVersion, lacks: gitLacks(facts.gitVersion) },
    filter: registeredMode(facts),
    registered: facts.registered,
    programs: facts.programs,
    notebooks: facts.notebooks.map(({ path, attributes: { diff, merge, filter } }) => ({
      path,
      diff,
      merge,
      filter,
    })),
    findings: found,
  }
  return `${safeJson(JSON.stringify(status, undefined, 2))}\n`
}

export function statusText(facts: StatusFacts, found: readonly StatusDiagnostic[]): string {
  const broken = found.some(({ severity }) => severity === "broken")
  return [
    ...gitLines(facts),
    ...configLines(facts),
    ...facts.programs.map(({ node, script }) => row("program", `${quotedPath(node)} ${quotedPath(script)}`)),
    ...notebookLines(facts.notebooks),
    ...found.map(({ severity, message, fix }) => `${severity}: ${message}\n  fix: ${fix}\n`),
    ...(broken ? [] : ["everything works\n"]),
  ].join("")
}

function gitLines({ gitVersion }: StatusFacts): readonly string[] {
  return [row("git", gitVersion), ...gitLacks(gitVersion).map((what) => row("", `without ${what}`))]
}

/** Returns a line for each scope: the drivers that are registered in it, and by which version. */
function configLines(facts: StatusFacts): readonly string[] {
  const scopes = [...new Set(facts.registered.map(({ scope }) => scope))]
  const wrote = registeredVersion(facts)
  const lines = scopes.map((scope) => {
    const kinds = facts.registered
      .filter((entry) => entry.scope === scope)
      .map(({ key }) => key.replace(/\..*/, ""))
    return row("config", `${scope}: ${[...new Set(kinds)].join(", ")}`)
  })
  return wrote === undefined ? lines : [...lines, row("version", wrote)]
}

/** Returns a line for each set of attributes. */
function notebookLines(notebooks: readonly NotebookFacts[]): readonly string[] {
  const counts = new Map<string, number>()
  for (const { attributes } of notebooks) {
    const shown = (["diff", "merge", "filter"] as const)
      .filter((name) => attributes[name] !== "unspecified")
      .map((name) => `${name}=${attributes[name]}`)
    const key = shown.length === 0 ? "no driver" : shown.join(" ")
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return [...counts].map(([key, count]) => row("notebooks", `${count} with ${key}`))
}

function row(name: string, text: string): string {
  return `${name.padEnd(11)}${text}\n`
}
