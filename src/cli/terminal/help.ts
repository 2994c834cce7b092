/** Describes a command as the help lists it. */
export interface ListedCommand {
  readonly name: string
  readonly summary: string
}

/** Returns what `nbdiff --help` shows; it fits a screen of 24 lines and 80 columns. */
export function shortHelp(names: readonly string[]): string {
  const listed = new Set(GROUPS.flatMap(([group]) => group.split(", ")))
  const others = names.filter((name) => !listed.has(name))
  const groups = GROUPS.filter(([group]) => group.split(", ").every((name) => names.includes(name)))
  const rows = [...groups, ...(others.length > 0 ? [[others.join(", "), ""] as const] : [])]
  const width = Math.max(...rows.map(([group]) => group.length))
  return `${HEAD}${rows.map(([group, what]) => `  ${group.padEnd(width)}  ${what}`.trimEnd()).join("\n")}

nbdiff --help --all shows the options and every command; nbdiff <command> --help
shows one command.
`
}

/** Returns the list of the commands, for the end of the full help. */
export function commandList(commands: readonly ListedCommand[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length))
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`)
  return `\nCommands (nbdiff <command> --help shows more):\n${lines.join("\n")}`
}

/** Returns the command whose name is at most two letters away from a word; undefined where there is none. */
export function nearestCommand(word: string, names: readonly string[]): string | undefined {
  const [nearest] = names
    .map((name) => ({ name, distance: distanceOf(word, name) }))
    .filter(({ name, distance }) => distance > 0 && distance <= Math.min(2, name.length / 3))
    .sort((a, b) => a.distance - b.distance)
  return nearest?.name
}

const HEAD = `Usage: nbdiff [<options>] <before> <after>
       nbdiff [<options>] [<revision>...] [--] [<path>...]
       nbdiff <command> [<options>]

Examples:
  nbdiff old.ipynb new.ipynb     compare two files
  nbdiff HEAD~3 -- report.ipynb  show what changed in the last three commits
  nbdiff install                 let git diff, merge and show notebooks
  nbdiff resolve                 resolve the conflicts of a merge

Commands:
`

/** Lists the commands by topic, one line for each. */
const GROUPS: readonly (readonly [names: string, what: string])[] = [
  ["diff, show, patch, verify", "compare, print, apply a diff, compare runs"],
  ["add, reset, restore, pick", "stage, unstage, discard, copy parts"],
  ["merge, resolve, check, mergetool", "merge, and resolve conflicts"],
  ["normalize, refresh, outputs", "strip outputs, or keep them locally"],
  ["install, uninstall", "set up git, or undo that"],
  ["status, doctor, completion", "check the setup; complete in a shell"],
]

/** Returns the number of letters to insert, delete or replace. */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1]
    for (let j = 0; j < b.length; j++) {
      const replaced = (row[j] ?? 0) + (letter === b[j] ? 0 : 1)
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
