// Finds coined and translated-sounding words in comments, messages and documents; `npm run check` runs it.
// `node scripts/check-english.mjs src/diff` checks one folder.

import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import ts from "typescript"

const root = fileURLToPath(new URL("..", import.meta.url))

/** What not to write, and what to write instead. Plain uses of a word are left alone: "there is no file",
 *  "stands for", "no longer". */
const words = [
  [/\bmend(s|ed|ing)?\b/i, "fix"],
  [/\bsettl(e|es|ed|ing)\b/i, "resolve"],
  [/\bheed(s|ed|ing)?\b/i, "use, follow, honor"],
  [/\banew\b/i, "again"],
  [/\brelaid\b/i, "reformatted"],
  [/\btold\b(?! (apart|to|otherwise)\b)/i, "reported, listed, described"],
  [/\btelling\b/i, "significant"],
  [/\btells (of|how|what|which|whether|git's)\b/i, "says, reports, describes"],
  [/(?<!\bleaves? [\w ]{1,20} )\bbehind\b(?! (a|the|its) )/i, "after"],
  [/\b(stands?|stood|standing)\b(?! (for|in for|in|alone|out)\b)(?!-)/i, "is"],
  [
    /(?<!\bthere )\b(is|are|was|were|be) no (?!longer\b|more\b|different\b|need\b|such\b|way\b)\w/i,
    "is not a",
  ],
  [/(^|[.:;,/*]\s*)Answers\b/m, "Returns"],
  [/\b(it|that|which|who|and|function|command|process|program|git|nbdiff) answers\b/i, "returns"],
  [/\b(answers|answered) (the|a|an|with|what|which|whether|how|where|git|in|0|1|2|true)\b/i, "returns"],
  [/\b(still|left|leaves?|stays?|what is|nothing is) open\b(?! to)/i, "unresolved"],
  [/\bpass(es|ed|ing)? over\b/i, "skip, ignore"],
  [/\b(takes?|took|taken|taking) (it |them |that |what .{1,30} )?away\b/i, "remove"],
  [/\bput(s)? (it |them )?aside\b/i, "stash"],
  [/\b(what|which) becomes? of\b|\bbecomes of\b/i, "what happens to"],

  [/\bfor ever\b/i, "forever"],
  [/\brid of\b/i, "without"],
  [/\bin silence\b/i, "silently"],
  [/\blets? go of\b/i, "drop"],
  [/\b(merely|only) run again\b/i, "merely re-run"],
  [/\bis called so\b|\bcalled so\b/i, "this name"],
  [/\bof no (avail|use|repository|notebook|file)\b/i, "not of a"],
  [/\b(colou?r)(?<=colour)(s|ed|ing|less)?\b/i, "color"],
  [/\b(favour|honour|behaviour|neighbour|flavour|labour)\w*\b/i, "American spelling: -or"],
  [
    /\b(normali|recogni|seriali|initiali|organi|optimi|summari|minimi|capitali|analy)s(e|es|ed|ing|ation)\b(?<!analyses)/i,
    "American spelling: -ize, -yze",
  ],
  [/\b(licence|centre|grey|catalogue|artefact|cancelled|labelled|travelled)s?\b/i, "American spelling"],
]

const asked = process.argv.slice(2)
const findings = files().flatMap(findingsIn)
for (const { file, line, found, instead, text } of findings) {
  console.log(`${file}:${line}: "${found}" (write: ${instead}): ${text}`)
}
if (findings.length > 0) {
  console.log(`\n${findings.length} phrases that are not plain English (scripts/check-english.mjs)`)
}
process.exitCode = findings.length === 0 ? 0 : 1

/** Returns the files to check, as paths from the root. */
function files() {
  const sources = ["src", "scripts", "bench", "bin", "fuzz", "test/support"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true })
      .map((name) => join(folder, name).replaceAll("\\", "/"))
      .filter((file) => /\.(m?[jt]s|cjs)$/.test(file)),
  )
  const guides = readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md"))
  const documents = ["README", "ARCHITECTURE", "CONTRIBUTING", "SECURITY", "CHANGELOG"].map(
    (name) => `${name}.md`,
  )
  const all = [...sources, ...documents, ...guides.map((name) => `docs/${name}`)].sort()
  const chosen = asked.length > 0 ? (file) => asked.some((part) => file.startsWith(part)) : () => true
  return all.filter((file) => file !== "scripts/check-english.mjs" && chosen(file))
}

function findingsIn(file) {
  const text = readFileSync(join(root, file), "utf8")
  const pieces = file.endsWith(".md") ? prose(text) : commentsAndStrings(file, text)
  return pieces.flatMap(({ start, text: piece }) =>
    words.flatMap(([pattern, instead]) => {
      const match = pattern.exec(piece)
      if (match === null) return []
      const line = text.slice(0, start + match.index).split("\n").length
      return [{ file, line, found: match[0].trim(), instead, text: text.split("\n")[line - 1].trim() }]
    }),
  )
}

/** Returns a document's lines without its code. */
function prose(text) {
  const blank = (code) => code.replace(/[^\n]/g, " ")
  const plain = text
    .replace(/^```.*?^```$/gms, blank)
    .replace(/^ {4}.*$/gm, blank)
    .replace(/`[^`\n]*`/g, blank)
  return linesOf(plain, 0)
}

/** Returns the comments of a file, and those of its strings that have a space, as messages do. */
function commentsAndStrings(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS)
  const pieces = []
  const visit = (node) => {
    const children = node.getChildren(source)
    if (children.length === 0) {
      const start = node.getStart(source, false)
      pieces.push(...linesOf(text.slice(node.getFullStart(), start), node.getFullStart()))
      if (isText(node) && /\w \w/.test(node.text))
        pieces.push(...linesOf(text.slice(start, node.getEnd()), start))
    }
    for (const child of children) visit(child)
  }
  visit(source)
  return pieces
}

function isText(node) {
  return (
    ts.isStringLiteralLike(node) ||
    node.kind === ts.SyntaxKind.TemplateHead ||
    node.kind === ts.SyntaxKind.TemplateMiddle ||
    node.kind === ts.SyntaxKind.TemplateTail
  )
}

/** Splits text into lines, each with the place where it begins. */
function linesOf(text, offset) {
  let start = offset
  return text.split("\n").map((line) => {
    const piece = { start, text: line }
    start += line.length + 1
    return piece
  })
}
