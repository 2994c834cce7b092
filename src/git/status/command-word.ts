/** The program that a shell command begins with, as the shell would read its name: without quotes, after `exec` and
 *  what is set for it alone. Undefined where only a shell can tell: after a variable, in a function, for what is built
 *  into the shell. A `~/` in front is left as it is. */
export function commandWord(command: string): string | undefined {
  const word = WORD.exec(command)?.[1]
  if (word === undefined) return undefined
  const isSkipped = ASSIGNMENT.test(word) || word === "exec" || word === "command"
  if (isSkipped) return commandWord(command.trimStart().slice(word.length))
  const name = word.replaceAll(
    QUOTING,
    (_, single = "", double = "", escaped = "") => single + double + escaped,
  )
  return BUILT_IN.has(name) ? undefined : name
}

/** A word with nothing in it that the shell would expand. */
const WORD = /^\s*((?:[^\s'"\\;|&<>(){}$`*?[\]!#]|'[^']*'|"[^"\\$`]*"|\\[^\n])+)(?=[\s;|&<>]|$)/

const ASSIGNMENT = /^[A-Za-z_]\w*=/

const QUOTING = /'([^']*)'|"([^"]*)"|\\(.)/g

/** What POSIX has a shell do by itself, and the words of its grammar. */
const BUILT_IN: ReadonlySet<string> = new Set(
  (
    ": . alias bg break case cd continue do done echo elif else esac eval exit export false fc fg fi for getopts hash " +
    "if in jobs kill local printf pwd read readonly return set shift test then times trap true type ulimit umask " +
    "unalias unset until wait while"
  ).split(" "),
)
