import { errorText } from "../../normalize/outputs/output-run.js"
import type { Output } from "../../notebook/model.js"
import type { ErrorReport } from "../model/output-diff.js"

/** An exception's name, value, and the last frame that its traceback names. */
export function errorReport(output: Output): ErrorReport {
  return { name: output.ename, value: output.evalue, lastFrame: lastFrame(errorText(output)) }
}

/** `load, reader.py line 12`, `cell line 3`: of the innermost frame in an IPython or Python traceback. */
function lastFrame(traceback: string): string | undefined {
  const lines = traceback.split("\n")
  for (let i = lines.length - 1; i >= 0; i--) {
    const frame = frameOf(lines[i] as string, lines.slice(i + 1, i + 1 + EXCERPT_LINES))
    if (frame !== undefined) return frame
  }
  return undefined
}

/** Lines of source that IPython shows below a frame's name, at most. */
const EXCERPT_LINES = 12

function frameOf(line: string, excerpt: readonly string[]): string | undefined {
  for (const { pattern, place } of FRAMES) {
    const groups = pattern.exec(line)?.groups
    if (groups === undefined) continue
    const number = groups.line ?? excerpt.map((below) => ARROW.exec(below)?.[1]).find(Boolean)
    return described(place ?? baseName(groups.path ?? ""), number, groups.name)
  }
  return undefined
}

/** How tracebacks name a frame: IPython 8 on, IPython before, Python itself. */
const FRAMES: readonly { readonly pattern: RegExp; readonly place?: string }[] = [
  {
    pattern:
      /^ {0,8}(?:Cell|Input) In ?\[\d+\](?:,|$)(?: line (?<line>\d+))?(?:,? ?in (?<name>[^(\n]{1,200}).*)?/,
    place: "cell",
  },
  { pattern: /^File (?<path>.{1,500}):(?<line>\d+)(?:, in (?<name>[^(\n]{1,200}).*)?$/ },
  { pattern: /^<ipython-input-\d+-[0-9a-f]+> in (?<name>[^(\n]{1,200})/, place: "cell" },
  { pattern: /^(?<path>[~/\w][^\n]{0,500}\.pyx?) in (?<name>[^(\n]{1,200})/ },
  {
    pattern: /^ {1,8}File "<ipython-input-[^"\n]{1,99}", line (?<line>\d+)(?:, in (?<name>.{1,200}))?$/,
    place: "cell",
  },
  { pattern: /^ {1,8}File "(?<path>[^"\n]{1,500})", line (?<line>\d+)(?:, in (?<name>.{1,200}))?$/ },
]

/** IPython's arrow: `----> 3 raise ValueError`. */
const ARROW = /^-+> ?(\d+)/

function baseName(path: string): string {
  if (/[\\/]ipykernel_\d+[\\/]/.test(path)) return "cell"
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1)
}

function described(place: string, line: string | undefined, name: string | undefined): string {
  const inside = name === undefined || name.startsWith("<") ? "" : `${name.trim()}, `
  return `${inside}${place}${line === undefined ? "" : ` line ${line}`}`
}
