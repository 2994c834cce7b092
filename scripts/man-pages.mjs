// Prints dist/man's nbdiff.1: the program's own help as a manual page. Runs the built program, each help in turn, in
// this one process.

import { createRequire } from "node:module"

process.env.COLUMNS = "78"
process.env.NO_COLOR = "1"
process.stdout.setMaxListeners(0) // each run listens
const { main } = createRequire(import.meta.url)("../dist/cli.cjs")

const short = await helpOf("--help")
const whole = await helpOf("--help", "--all")
const version = (await helpOf("--version")).trim()
const commands = [...after(whole, "\nCommands").matchAll(/^ {2}(\S+) {2,}/gm)]
  .map(([, name]) => name)
  .filter((name) => name !== "doctor")
const helps = []
for (const name of commands) helps.push([name, await helpOf(name, "--help")])
process.stdout.write(page())

function page() {
  return [
    `.TH NBDIFF 1 "" "nbdiff ${version}" "User Commands"`,
    ".SH NAME",
    "nbdiff, git\\-nbdiff \\- diff, merge and git drivers for Jupyter notebooks",
    ".SH SYNOPSIS",
    `${block(before(after(short, "Usage: "), "\n\nExamples:").replace(/^ {7}/gm, ""))}git nbdiff ...`,
    ".SH DIFF",
    block(before(whole, "\nCommands")),
    ".SH COMMANDS",
    ...helps.flatMap(([name, help]) => [`.SS nbdiff ${roff(name)}`, block(help)]),
    ".SH EXIT STATUS",
    "0: done. 1: there are differences, conflicts or findings, where the command says so. 2: an error.",
    "70: a bug in nbdiff. 141: the program that read the output has ended.",
    ".SH SEE ALSO",
    ".BR git (1),",
    ".BR gitattributes (5),",
    ".BR git\\-mergetool (1)",
    "",
  ].join("\n")
}

/** What a command writes to standard output. */
async function helpOf(...args) {
  const { write } = process.stdout
  let text = ""
  process.stdout.write = (chunk) => {
    text += chunk
    return true
  }
  try {
    await main(args)
  } finally {
    process.stdout.write = write
  }
  return text
}

function after(text, mark) {
  return text.slice(text.indexOf(mark) + mark.length)
}

function before(text, mark) {
  return text.slice(0, text.indexOf(mark))
}

/** Text whose lines stay as they are. */
function block(text) {
  return `.nf\n${roff(text.trimEnd())}\n.fi\n`
}

function roff(text) {
  return text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replace(/^([.'])/gm, "\\&$1")
}
