import { junit } from "../../verify/junit.js"
import { verdictJson } from "../../verify/verdict-json.js"
import { verdictLines, verdictSummary } from "../../verify/verdict-lines.js"
import { verdictMarkdown } from "../../verify/verdict-markdown.js"
import type { VerifiedFile } from "../../verify/verified-file.js"
import type { VerifyOptions } from "./verify-options.js"

/** How verdicts are written, a file after the other. */
export interface VerdictView {
  /** Whether `end` asks for more of a file than its verdicts. */
  readonly keepsFiles: boolean
  file(file: VerifiedFile): Iterable<string>
  end(files: readonly VerifiedFile[]): Iterable<string>
}

/** `hasNames`: there may be several files. */
export function verifyView(options: VerifyOptions, hasNames: boolean): VerdictView {
  const atEnd = (end: VerdictView["end"]): VerdictView => ({ keepsFiles: true, file: () => [], end })
  switch (options.format) {
    case "text":
      return {
        keepsFiles: false,
        file: (file) => verdictLines(file, hasNames, options),
        end: (files) => [verdictSummary(files)],
      }
    case "json":
      return { ...atEnd((files) => [verdictJson(files)]), keepsFiles: false }
    case "markdown":
      return atEnd((files) => [verdictMarkdown(files, options)])
    case "junit":
      return atEnd((files) => [junit(files, options)])
  }
}
