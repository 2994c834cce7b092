import { DRIVER_NAME } from "../repository/driver-name.js"
import type { Scope } from "../repository/repository.js"
import type { Program } from "./program.js"
import {
  diffCommand,
  mergeCommand,
  oneShotCommand,
  processCommand,
  textconvCommand,
  toolCommand,
} from "./shell-command.js"

const KEEP_LOCAL = "--keep-local"

/** What a hunk of the text is in: a section, or a function or class of the usual languages. */
const HUNK_PLACES = [
  "^(#{1,6}[ \t].*)$",
  "^[ \t]*((async[ \t]+def|def|class|function)[ \t].*)$",
  "^([A-Za-z._][A-Za-z0-9._]*[ \t]*(<-|=)[ \t]*function[ \t]*[(].*)$",
] as const

export interface ConfigEntry {
  readonly key: string
  readonly value: string
}

/** Whether git passes notebooks through the clean filter, and what happens to the outputs it removes. */
export type FilterMode = "off" | "strip" | "keep-local"

/** The mode in which a filter's command was registered. */
export function filterModeOf(command: string | undefined): FilterMode {
  if (command === undefined) return "off"
  return command.endsWith(KEEP_LOCAL) || command.endsWith(`${KEEP_LOCAL} %f`) ? "keep-local" : "strip"
}

/** Every value that `install` writes to git's config, in the order in which it writes them. */
export function configEntries(program: Program, filter: FilterMode, scope: Scope): readonly ConfigEntry[] {
  return [
    ...diffEntries(program),
    ...mergeEntries(program),
    ...toolEntries(program),
    ...filterEntries(program, filter, scope),
  ]
}

/** The keys of `configEntries`, whatever the program and the filter: what `uninstall` removes. */
export const OWN_KEYS: readonly string[] = configEntries(
  { node: "", script: "", version: "" },
  "strip",
  "local",
).map(({ key }) => key)

/** The attributes line that sends notebooks to the drivers. */
export function attributesLine(filter: FilterMode): string {
  const line = `*.ipynb diff=${DRIVER_NAME} merge=${DRIVER_NAME}`
  return filter === "off" ? line : `${line} filter=${DRIVER_NAME}`
}

/** Without a textconv `git log -p` and `git show` print raw JSON: they do not call an external command.
 *  `cachetextconv` is left to the user: git would write its cache as a ref into every repository, and a cache does not
 *  know whether a person or a program asked for what is in it. */
function diffEntries(program: Program): readonly ConfigEntry[] {
  return [
    { key: `diff.${DRIVER_NAME}.command`, value: diffCommand(program) },
    { key: `diff.${DRIVER_NAME}.textconv`, value: textconvCommand(program) },
    { key: `diff.${DRIVER_NAME}.xfuncname`, value: HUNK_PLACES.join("\n") },
  ]
}

/** `recursive=binary`: the virtual ancestor of a criss-cross history is then a plain ancestor, with no
 *  markers in it. */
function mergeEntries(program: Program): readonly ConfigEntry[] {
  return [
    { key: `merge.${DRIVER_NAME}.name`, value: "Jupyter notebooks, by cell" },
    { key: `merge.${DRIVER_NAME}.driver`, value: mergeCommand(program) },
    { key: `merge.${DRIVER_NAME}.recursive`, value: "binary" },
  ]
}

/** `hideResolved` would hand the tool files that git has merged by line. A difftool gets every
 *  changed file, whatever it is. Its files are temporary ones: a person knows them by the path, which is empty for the
 *  directories of `--dir-diff`. */
function toolEntries(program: Program): readonly ConfigEntry[] {
  const diff = `--no-index --text --label="$MERGED" -- "$LOCAL" "$REMOTE"`
  const merge = (options: string) => `mergetool ${options}"$BASE" "$LOCAL" "$REMOTE" "$MERGED" "$BACKUP"`
  const mergeTool = (name: string, options: string): readonly ConfigEntry[] => [
    { key: `mergetool.${name}.cmd`, value: toolCommand(program, merge(options)) },
    { key: `mergetool.${name}.trustExitCode`, value: "true" },
    { key: `mergetool.${name}.hideResolved`, value: "false" },
  ]
  return [
    ...mergeTool(DRIVER_NAME, ""),
    ...mergeTool(`${DRIVER_NAME}-web`, "--web "),
    { key: `difftool.${DRIVER_NAME}.cmd`, value: toolCommand(program, diff) },
  ]
}

/** `required` comes first: whatever interrupts the writing, there is never a filter that may be skipped in
 *  silence. smudge changes nothing, and must be there: with clean alone a checkout would fail. */
function filterEntries(program: Program, filter: FilterMode, scope: Scope): readonly ConfigEntry[] {
  if (filter === "off") return []
  const options = filter === "keep-local" ? [KEEP_LOCAL] : []
  return [
    { key: `filter.${DRIVER_NAME}.required`, value: "true" },
    { key: `filter.${DRIVER_NAME}.clean`, value: oneShotCommand(program, scope, "clean", options) },
    { key: `filter.${DRIVER_NAME}.smudge`, value: oneShotCommand(program, scope, "smudge", options) },
    { key: `filter.${DRIVER_NAME}.process`, value: processCommand(program, scope, options) },
  ]
}
