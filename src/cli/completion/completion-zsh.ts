import type { CompletedCommand, CompletedOption } from "./completed-command.js"

/** A script for zsh 5, for a directory of its $fpath. */
export function zshCompletion(commands: readonly CompletedCommand[]): string {
  const named = commands.filter(({ name }) => name !== "")
  return `#compdef nbdiff
# nbdiff's commands and options in zsh, written by: nbdiff completion zsh

_nbdiff_revisions() {
  local -a revisions
  revisions=(\${(f)"$(git for-each-ref --format='%(refname:short)' refs/heads refs/tags refs/remotes 2>/dev/null)"})
  compadd -a revisions
}

_nbdiff_commands() {
  local -a commands
  commands=(
${named.map(({ name, summary }) => `    ${quoted(`${name}:${summary.replaceAll(":", "\\:")}`)}`).join("\n")}
  )
  _describe -t commands command commands
}

_nbdiff_operands() {
  _alternative 'revisions:revision:_nbdiff_revisions' 'files:file:_files'
}

_nbdiff_first() {
  _alternative 'commands:command:_nbdiff_commands' 'revisions:revision:_nbdiff_revisions' 'files:file:_files'
}

_nbdiff() {
  if (( CURRENT > 2 )); then
    case $words[2] in
${named.map(commandCase).join("\n")}
    esac
  fi
  _arguments -s -S \\
    ${commands.filter(({ name }) => name === "").map((command) => argumentLines(command, "'1: :_nbdiff_first' '*: :_nbdiff_operands'"))}
}

_nbdiff "$@"
`
}

function commandCase(command: CompletedCommand): string {
  const words = command.operands.join(" ")
  const files = command.revisions ? "'*: :_nbdiff_operands'" : "'*:file:_files'"
  const operands = words === "" ? files : `'1:what:(${words})' ${files}`
  return `      ${command.name})
        shift words
        (( CURRENT-- ))
        _arguments -s -S \\
          ${argumentLines(command, operands).replaceAll("\n", "\n      ")}
        return
        ;;`
}

function argumentLines({ options }: CompletedCommand, operands: string): string {
  return [...options.flatMap(optionSpecs), operands].join(" \\\n    ")
}

function optionSpecs({ flags, description, value, values }: CompletedOption): readonly string[] {
  const described = `[${description.replace(/[[\]\\]/g, "\\$&")}]`
  const words = values.length === 0 ? "value:_files" : `value:(${values.join(" ")})`
  const argument = { none: "", apart: `:${words}`, joined: `::${words}` }[value]
  const others = flags.length > 1 ? `(${flags.join(" ")})` : ""
  return flags.map((flag) => quoted(others + flag + assignment(flag, value) + described + argument))
}

/** Where a flag's value is: `--name=value` or the next word, `-nvalue` or the next word; joined, never the
 *  next word. */
function assignment(flag: string, value: CompletedOption["value"]): string {
  const isLong = flag.startsWith("--")
  return { none: "", apart: isLong ? "=" : "+", joined: isLong ? "=-" : "-" }[value]
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
