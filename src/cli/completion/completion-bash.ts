import type { CompletedCommand, CompletedOption } from "./completed-command.js"

/** A script for bash 3.2 and later. Names of branches are compared and never expanded: a branch may be called
 *  `$(id)`, and compgen -W would run that. */
export function bashCompletion(commands: readonly CompletedCommand[]): string {
  const diff = commands.filter(({ name }) => name === "")
  const named = commands.filter(({ name }) => name !== "")
  return `# nbdiff's commands and options in bash, written by: nbdiff completion bash

_nbdiff_words() {
  local word
  for word in $1; do
    case $word in "$cur"*) COMPREPLY+=("$word") ;; esac
  done
}

_nbdiff_revisions() {
  local name
  while IFS= read -r name; do
    case $name in "$cur"*) COMPREPLY+=("$name") ;; esac
  done < <(git for-each-ref --format='%(refname:short)' refs/heads refs/tags refs/remotes 2>/dev/null)
}

_nbdiff_files() {
  local file
  while IFS= read -r file; do COMPREPLY+=("$file"); done < <(compgen -f -- "$cur")
}

_nbdiff() {
  local cur=\${COMP_WORDS[COMP_CWORD]} option=\${COMP_WORDS[COMP_CWORD-1]} command=
  COMPREPLY=()
  if [[ $cur == "=" ]]; then
    cur= option+="="
  elif [[ $option == "=" ]]; then
    option=\${COMP_WORDS[COMP_CWORD-2]}=
  fi
  case \${COMP_WORDS[1]} in
    ${named.map(({ name }) => name).join("|")}) [[ $COMP_CWORD -eq 1 ]] || command=\${COMP_WORDS[1]} ;;
  esac
  case "$command $option" in
${indented(4, commands.flatMap(valueCases))}
  esac
  case $command in
${indented(4, named.map(commandCase))}
    *)
      if [[ $cur == -* ]]; then
        _nbdiff_words "${diff.flatMap(flagsOf).join(" ")}"
      else
        if [[ $COMP_CWORD -eq 1 ]]; then
          _nbdiff_words "${named.map(({ name }) => name).join(" ")}"
        fi
        _nbdiff_revisions
        _nbdiff_files
      fi
      ;;
  esac
}

complete -o filenames -F _nbdiff nbdiff
`
}

/** After an option that takes a value comes nothing else. */
function valueCases({ name, options }: CompletedCommand): readonly string[] {
  return options.filter(({ value }) => value !== "none").map((option) => valueCase(name, option))
}

function valueCase(name: string, { flags, value, values }: CompletedOption): string {
  const ends = value === "apart" ? ["", "="] : ["="]
  const words = flags.flatMap((flag) => ends.map((end) => `"${name} ${flag}${end}"`)).join("|")
  return `${words}) ${values.length === 0 ? "_nbdiff_files" : `_nbdiff_words "${values.join(" ")}"`}; return ;;`
}

function commandCase(command: CompletedCommand): string {
  const operands = [
    ...(command.operands.length === 0 ? [] : [`_nbdiff_words "${command.operands.join(" ")}"`]),
    ...(command.revisions ? ["_nbdiff_revisions"] : []),
    "_nbdiff_files",
  ]
  const flags = `_nbdiff_words "${flagsOf(command).join(" ")}"`
  return `${command.name}) if [[ $cur == -* ]]; then ${flags}; else ${operands.join("; ")}; fi ;;`
}

function flagsOf({ options }: CompletedCommand): readonly string[] {
  return options.flatMap(({ flags }) => flags)
}

function indented(columns: number, lines: readonly string[]): string {
  return lines.map((line) => " ".repeat(columns) + line).join("\n")
}
