import { canonicalCode, FORMATTED_LANGUAGES } from "./canonical-code.js"

/** Characters over which a text is not looked at: nobody formatted it by hand. */
const LONGEST = 200_000

/** Returns a form that two texts share if they differ in nothing but form; undefined where nothing can be said: of
 *  most languages, and of what cannot be read. Indentation is never form. */
export function canonicalText(text: string, language: string): string | undefined {
  if (text.length > LONGEST) return undefined
  if (language === "markdown") return canonicalMarkdown(text)
  const dialect = FORMATTED_LANGUAGES.get(language)
  return dialect && canonicalCode(text, dialect)
}

/** Of Markdown a run of blanks within a line is one blank, and those at its end are none unless they are a break. */
function canonicalMarkdown(text: string): string | undefined {
  if (HAS_LITERAL.test(text)) return undefined
  return text
    .split("\n")
    .map((line) => {
      const [indent = ""] = /^[ \t]*/.exec(line) ?? []
      const words = line.trim().split(/[ \t]+/)
      const isBreak = words[0] !== "" && /[^ \t] {2,}\r?$/.test(line)
      return indent + words.join(" ") + (isBreak ? "  " : "")
    })
    .join("\n")
}

/** A fence, a line of indented code, or preformatted HTML, in which blanks count. */
const HAS_LITERAL = /^ {0,3}(?:```|~~~)|^(?: {4}|\t)|<pre\b/im
