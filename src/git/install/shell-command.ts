import type { Scope } from "../repository/repository.js"
import type { Program } from "./program.js"

// What is in git's config is run with `sh -c`, on Windows by the sh that git brings along, and it has to
// work when Node or this program is gone. So the fallbacks are written here, in POSIX sh, each on one line.

/** The merge driver's exit status for a conflict that it has marked in the file. Not 1, with which Node ends
 *  when it crashes: git would record a conflict whose file is ours, without a mark. */
export const CONFLICT_STATUS = 64

/** `diff.<driver>.command`; git appends 7 arguments, 9 on a rename, or 1 for an unmerged path. Unless the
 *  driver ends with 0, git's own text diff is shown, under the path's name. Always ends with 0, since git
 *  would stop the whole diff at anything else. */
export function diffCommand(program: Program): string {
  return shellFunction([
    OTHER_DIFF_TOOL,
    ...runner(program),
    `run driver diff "$@" && exit 0`,
    `[ $# -gt 1 ] || { printf '* Unmerged path %s\\n' "$1"; exit 0; }`,
    // Blobs lie in files with names of no meaning: copies in a/ and b/ give git's header the right ones.
    // `..` comes only from --no-index, and would lead out of there.
    `t=$(mktemp -d) || exit 0`,
    `trap 'rm -rf "$t"' EXIT`,
    `put() { o=$t/$3; mkdir -p "\${o%/*}"; cat "$1" >"$o"; [ "$2" != 100755 ] || chmod +x "$o"; }`,
    `p=\${1##*../}`,
    `q=\${8:-$1}`,
    `q=\${q##*../}`,
    `a=/dev/null`,
    `[ "$4" = . ] || { a=a/$p; put "$2" "$4" "$a"; }`,
    `b=/dev/null`,
    `[ "$7" = . ] || { b=b/$q; put "$5" "$7" "$b"; }`,
    // Without these two options git would call this command again, without end. A GIT_DIR may be relative.
    `(cd "$t" && unset GIT_DIR GIT_WORK_TREE && git --no-pager diff --no-index --no-ext-diff --no-textconv --no-prefix -- "$a" "$b")`,
    `exit 0`,
  ])
}

/** git lets an attribute's driver take the place of the tool that `git difftool` was asked for: the tool gets the file all
 *  the same, by git's own helper. Where nobody has chosen a tool, the driver's view stays. */
const OTHER_DIFF_TOOL = `[ "$GIT_EXTERNAL_DIFF" != git-difftool--helper ] || case \${GIT_DIFFTOOL_EXTCMD:-\${GIT_DIFF_TOOL:-$(git config diff.tool || git config merge.tool || git config diff.guitool)}} in ""|nbdiff) ;; *) exec git difftool--helper "$@";; esac`

/** `diff.<driver>.textconv`; git appends a file's name. People get the text, programs get the file: editors read
 *  versions by `git show --textconv`, and others make patches of `git diff --no-ext-diff`. Where a person looks, git
 *  has a pager or standard error is a terminal. All that is decided before Node starts. Falls back to the file as it
 *  is: git ends `git log -p` when a textconv fails. The version is in it because git keys its cache of results by
 *  this text. */
export function textconvCommand(program: Program): string {
  const command = shellFunction([
    `w=\${NBDIFF_TEXTCONV:-$(git config nbdiff.textconv)}`,
    `[ "$w" != never ] || exec cat "$1"`,
    `[ "$w" = always ] || ${IS_PERSON} || exec cat "$1"`,
    ...runner(program),
    `run driver textconv "$1" || cat "$1"`,
  ])
  return `: nbdiff ${program.version}; ${command}`
}

/** The variables that VS Code, GitHub Desktop and GitLens set for each git that they start: a terminal may have started
 *  them. */
const IS_PERSON = `{ { [ -t 2 ] || [ -n "$GIT_PAGER_IN_USE" ]; } && [ -z "$VSCODE_GIT_COMMAND$DESKTOP_TRAMPOLINE_TOKEN" ] && [ "$GCM_INTERACTIVE$GCM_PRESERVE_CREDS" != NEVERTRUE ]; }`

/** Whether a textconv that nbdiff has written gives programs the text too, as those of its first versions did. */
export function isUnguardedTextconv(command: string): boolean {
  return calledProgram(command) !== undefined && !command.includes("GIT_PAGER_IN_USE")
}

/** `interactive.diffFilter`: git pipes the hunks of `git add -p` through it, and stops where a line is missing. A program
 *  that is gone leaves git's own lines. */
export function hunksCommand(program: Program): string {
  return `${shellFunction([...runner(program), "run driver hunks 2>/dev/null || cat"])}`
}

/** `merge.<driver>.driver`. Unless the driver ends with 0 or `CONFLICT_STATUS`, `git merge-file` merges the untouched file
 *  by line. git before 2.44 leaves %S, %X and %Y as they are. */
export function mergeCommand(program: Program): string {
  const body = shellFunction([
    ...runner(program),
    `run driver merge "$@"`,
    `r=$?`,
    `[ $r != 0 ] || exit 0`,
    `[ $r != ${CONFLICT_STATUS} ] || exit 1`,
    `echo "nbdiff: the merge driver failed with status $r, merging by line" >&2`,
    `rm -f "$2".nbdiff-*`,
    `b=$6 o=$7 t=$8`,
    `[ "$o" != %X ] || { b=base o=ours t=theirs; }`,
    `m=$2.nbdiff-lines`,
    `git merge-file -p --marker-size="$4" -L "$o" -L "$b" -L "$t" "$2" "$1" "$3" >"$m"`,
    `r=$?`,
    // Up to 127 is the number of conflicts. More is a file that has no lines to merge: ours stays and the
    // conflict is recorded, as git's own merge of binary files does.
    `[ $r -lt 128 ] || { rm -f "$m"; exit 1; }`,
    `mv -f "$m" "$2" && exit $((r > 0))`,
    `exit 1`,
  ])
  return `${doublePercent(body)} %O %A %B %L %P %S %X %Y`
}

/** `filter.<driver>.process`. There is no fallback: the filter is `required`, so that git stops rather than
 *  commit what should have been filtered. */
export function processCommand(program: Program, scope: Scope, options: readonly string[] = []): string {
  return [filterFunction(program, scope), "process", ...options].join(" ")
}

/** `filter.<driver>.clean` and `.smudge`, for clients that do not know the long-running protocol. */
export function oneShotCommand(
  program: Program,
  scope: Scope,
  name: "clean" | "smudge",
  options: readonly string[] = [],
): string {
  return [doublePercent(filterFunction(program, scope)), name, ...options, "%f"].join(" ")
}

/** `mergetool.<tool>.cmd` and `difftool.<tool>.cmd`, which git's scripts `eval` in a shell of their own. */
export function toolCommand(program: Program, call: string): string {
  const find = `${places(program).join("; ")}; if [ -s "$s" ]; then set -- "$n" "$s"; else set -- nbdiff; fi`
  return keepSpaces(`${find}; "$@" ${call}`)
}

/** The Node and the script that a registered command runs; undefined for a command of another make. */
export function calledProgram(command: string): Pick<Program, "node" | "script"> | undefined {
  const [, node, script] = new RegExp(`n=(${QUOTED});(?: s=|.* "\\$n" )(${QUOTED})`).exec(command) ?? []
  return node === undefined || script === undefined
    ? undefined
    : { node: unquote(node), script: unquote(script) }
}

/** The version of the program that wrote a textconv. */
export function writtenBy(textconv: string): string | undefined {
  return /^: nbdiff (\S+);/.exec(textconv)?.[1]
}

/** Defines `run <argument>…`: the registered program, else the `nbdiff` on the PATH; 127 with a line that says what is
 *  missing where there is neither. */
function runner(program: Program): readonly string[] {
  return [
    ...places(program),
    OTHER_PROGRAM,
    `run() { if ${IS_THERE}; then "$n" "$s" "$@"; elif other; then "$p" "$@"; else printf 'nbdiff: %s is missing\\n' ${MISSING} >&2; return 127; fi; }`,
  ]
}

/** The filter replaces the shell, so that git ends the filter itself. Without a program it names both ways out, and
 *  what brings back a file that git has removed before it asked the filter for the new one. */
function filterFunction(program: Program, scope: Scope): string {
  const section = `git config ${scope === "local" ? "" : `--${scope} `}--remove-section filter.nbdiff`
  return shellFunction([
    ...places(program),
    OTHER_PROGRAM,
    `! ${IS_THERE} || exec "$n" "$s" driver "$@"`,
    `! other || exec "$p" driver "$@"`,
    `printf 'nbdiff: %s is missing, and git cannot filter notebooks without it: install it again, or run "${section}"; "git checkout -- <file>" then brings back a notebook that a checkout removed\\n' ${MISSING} >&2`,
    `exit 127`,
  ])
}

/** An absolute Node works where a desktop program calls git with a bare PATH; the one on the PATH works after a version
 *  manager has removed the other. */
function places({ node, script }: Program): readonly string[] {
  return [`n=${quote(node)}`, `s=${quote(script)}`, `[ -x "$n" ] || n=node`]
}

/** A launcher that a broken update left empty counts as missing: Node would run it, and end with 0 as if all was done. */
const IS_THERE = `{ [ -s "$s" ] && command -v "$n" >/dev/null; }`

const MISSING = `"$([ -s "$s" ] && echo Node.js || echo "$s")"`

/** Defines `other`, which finds the `nbdiff` on the PATH: a container or another machine has it in another place. That of
 *  nbdime is a program of Python. */
const OTHER_PROGRAM = `other() { p=$(command -v nbdiff) && [ -s "$p" ] || return 1; { read -r a; read -r b; } <"$p" 2>/dev/null; case $a$b in *python*) return 1;; *node*) command -v node >/dev/null;; esac; }`

/** A function, because git puts its arguments at the command's end. */
function shellFunction(statements: readonly string[]): string {
  return `f() { ${statements.join("; ")}; }; f`
}

/** `text` as one word of sh. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

/** What `quote` writes. */
const QUOTED = "'(?:[^']|'\\\\'')*'"

function unquote(word: string): string {
  return word.slice(1, -1).replaceAll(`'\\''`, "'")
}

/** git replaces `%` and a letter in a merge driver, and in clean and smudge, but nowhere else. */
function doublePercent(command: string): string {
  return command.replaceAll("%", "%%")
}

/** The mergetool script splits the command into words and joins them with one space before it evaluates it,
 *  so that a run of spaces survives only with a quoted nothing between each two. */
function keepSpaces(command: string): string {
  return command.replaceAll(/ (?= )/g, ` ''`)
}
