import type { Command } from "commander"
import { type Uninstalled, uninstall } from "../../git/install/install.js"
import { systemReason } from "../../node/input-file.js"
import { quotedPath } from "../../node/quoted-path.js"
import type { CommandCall } from "../terminal/command.js"
import { Exit, type ExitCode, trouble } from "../terminal/exit-code.js"
import { herePlace, parseScope } from "../terminal/place.js"

export function define(command: Command): Command {
  return command
    .description('Removes what "nbdiff install" wrote to git\'s config and attributes.')
    .option("--local", "from this repository (the default)")
    .option("--global", "from this user's git")
    .option("--system", "from this machine's git")
    .option("--shared", "from .gitattributes too")
}

export async function run({ options }: CommandCall): Promise<ExitCode> {
  const scope = parseScope(options)
  if (scope === undefined) return trouble("only one of --local, --global and --system can be given")
  const shared = options.shared === true
  if (shared && scope !== "local")
    return trouble(`--shared is this repository's and cannot go with --${scope}`)
  try {
    const uninstalled = await uninstall({ scope, shared }, herePlace())
    process.stdout.write(summary(uninstalled))
    process.stderr.write(uninstalled.leftFiles.map(leftNote).join("") + keptNote(uninstalled))
    return Exit.ok
  } catch (error) {
    return trouble(systemReason(error))
  }
}

function summary({ changedFiles, configChanges }: Uninstalled): string {
  if (changedFiles.length === 0 && configChanges === 0)
    return "nbdiff is not installed here; nothing to remove.\n"
  const values = `${configChanges} ${configChanges === 1 ? "setting" : "settings"}`
  const files = changedFiles.map((file) => `  attributes  ${quotedPath(file)}\n`).join("")
  return `nbdiff is uninstalled.\n  config      ${values} removed\n${files}`
}

function keptNote({ keptOutputs }: Uninstalled): string {
  return keptOutputs === undefined
    ? ""
    : `hint: the outputs that --filter=keep-local has kept stay in ${quotedPath(keptOutputs)}; delete that folder if you do not need them\n`
}

function leftNote(file: string): string {
  return `hint: ${quotedPath(file)} still names nbdiff; git ignores it unless nbdiff is installed\n`
}
