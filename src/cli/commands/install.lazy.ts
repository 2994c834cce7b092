import type { Command } from "commander"
import { normalForm } from "../../git/filter/normal-form.js"
import { type Installed, type InstallRequest, install } from "../../git/install/install.js"
import { registeredProgram } from "../../git/install/program.js"
import type { Scope } from "../../git/repository/repository.js"
import { systemReason } from "../../node/input-file.js"
import { quotedPath } from "../../node/quoted-path.js"
import type { CommandCall } from "../terminal/command.js"
import { Exit, type ExitCode, trouble } from "../terminal/exit-code.js"
import { herePlace, parseScope } from "../terminal/place.js"
import { VERSION } from "../terminal/version.js"

export function define(command: Command): Command {
  return command
    .description("Lets git show, diff and merge notebooks with nbdiff.")
    .option("--local", "in this repository (the default)")
    .option("--global", "in all repositories of this user")
    .option("--system", "for all users of this machine")
    .option("--shared", "write the attributes to .gitattributes, for everybody who clones the repository")
    .option(
      "--filter <mode>",
      "also strip outputs from commits: =strip (the default) or =keep-local, which keeps your outputs on your disk",
    )
    .option("--no-filter", "remove the filter")
}

export const bareOptions = { "--filter": "--filter=strip" }

export async function run({ options }: CommandCall): Promise<ExitCode> {
  const request = parseRequest(options)
  if (typeof request === "string") return trouble(request)
  const program = registeredProgram(process.execPath, process.argv[1] ?? "", VERSION, process.env)
  try {
    const place = herePlace()
    const isNormal = ["strip", "keep-local"].includes(request.filter) ? await normalForm(place) : () => true
    const installed = await install(request, program, place, isNormal)
    process.stdout.write(summary(request.scope, installed))
    for (const { severity, message } of installed.notes) process.stderr.write(`${severity}: ${message}\n`)
    return Exit.ok
  } catch (error) {
    return trouble(systemReason(error))
  }
}

interface Options {
  readonly [name: string]: unknown
}

/** Returns what the options ask for, or what is wrong with them. */
export function parseRequest(options: Options): InstallRequest | string {
  const scope = parseScope(options)
  if (scope === undefined) return "only one of --local, --global and --system can be given"
  const shared = options.shared === true
  if (shared && scope !== "local") return `--shared writes to this repository and cannot go with --${scope}`
  switch (options.filter) {
    case undefined:
      return { scope, shared, filter: "as-it-is" }
    case "strip":
      return { scope, shared, filter: "strip" }
    case false:
      return { scope, shared, filter: "off" }
    case "keep-local":
      return { scope, shared, filter: "keep-local" }
    default:
      return `--filter has no mode '${quotedPath(String(options.filter))}'; they are strip and keep-local`
  }
}

const CONFIG_NAMES = {
  local: ".git/config",
  global: "git's global config",
  system: "git's system config",
} as const satisfies Record<Scope, string>

function summary(
  scope: Scope,
  { filter, attributesFile, attributesChanged, configChanges }: Installed,
): string {
  const drivers =
    filter === "off" ? "diff and merge drivers" : `diff and merge drivers and filter (${filter})`
  const config =
    configChanges === 0
      ? "unchanged"
      : `${configChanges} ${configChanges === 1 ? "setting" : "settings"} written`
  const attributes = `${quotedPath(attributesFile)}, ${attributesChanged ? "changed" : "unchanged"}`
  return `nbdiff's ${drivers} are registered.\n  config      ${CONFIG_NAMES[scope]}: ${config}\n  attributes  ${attributes}\n`
}
