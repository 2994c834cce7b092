import type { CompletedCommand, CompletedOption } from "./completed-command.js"

/** A script for fish 3. */
export function fishCompletion(commands: readonly CompletedCommand[]): string {
  const named = commands.filter(({ name }) => name !== "")
  const names = named.map(({ name }) => name).join(" ")
  return `# nbdiff's commands and options in fish, written by: nbdiff completion fish

function __nbdiff_revisions
    git for-each-ref --format='%(refname:short)' refs/heads refs/tags refs/remotes 2>/dev/null
end

${named.map(({ name, summary }) => line("__fish_use_subcommand", `-a ${name}`, summary)).join("\n")}
${commands.flatMap((command) => commandLines(command, names)).join("\n")}
`
}

function commandLines(command: CompletedCommand, names: string): readonly string[] {
  const seen =
    command.name === ""
      ? `not __fish_seen_subcommand_from ${names}`
      : `__fish_seen_subcommand_from ${command.name}`
  return [
    ...command.options.map((option) => line(seen, optionWords(option), option.description)),
    ...command.operands.map((word) => line(seen, `-a ${word}`)),
    ...(command.revisions ? [line(seen, "-a '(__nbdiff_revisions)'", "revision")] : []),
  ]
}

function optionWords({ flags, value, values }: CompletedOption): string {
  const names = flags.map((flag) => (flag.startsWith("--") ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`))
  const words = values.length === 0 ? "-r" : `-x -a '${values.join(" ")}'`
  return [...names, ...(value === "apart" ? [words] : [])].join(" ")
}

function line(condition: string, words: string, description?: string): string {
  const described = description === undefined ? "" : ` -d ${quoted(description)}`
  return `complete -c nbdiff -n '${condition}' ${words}${described}`
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`
}
