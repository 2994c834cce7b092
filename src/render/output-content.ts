import type { ErrorReport, MimeContent } from "../diff/output-diff.js"
import { playCarriageReturns } from "../normalize/terminal-text.js"
import { textOf } from "../notebook/json-value.js"
import type { MimeEntry, Output } from "../notebook/model.js"

export function streamText(outputs: readonly Output[]): string {
  return playCarriageReturns(outputs.map(({ text }) => text).join(""))
}

export function errorReport(output: Output): ErrorReport {
  return { name: output.ename, value: output.evalue, lastFrame: undefined }
}

export function mimeContent(entry: MimeEntry): MimeContent {
  return { kind: "text", text: textOf(entry.value) }
}
