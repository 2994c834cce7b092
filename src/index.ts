// The library: reads notebooks without loss, compares, merges, normalizes and shows them. Pure: it works on bytes, and
// touches no file, process, clock or console.

export { align } from "./diff/align/align.js"
export type { Alignment } from "./diff/align/alignment.js"
export { diffNotebooks, diffVersions } from "./diff/diff-notebooks.js"
export { filterDiff } from "./diff/filter.js"
export { type DecodedDiff, decodeDiff } from "./diff/json/decode-diff.js"
export { applyDelta, type ByteDelta, byteDelta, invertDelta } from "./diff/json/delta.js"
export { type DiffJson, encodeDiff } from "./diff/json/encode.js"
export { applyDiff, invertDecoded, type Patched } from "./diff/json/patch.js"
export type { Change, TextChange, ValueChange } from "./diff/model/change.js"
export type { CellChanges, CellDiff, CellDiffKind, NotebookDiff } from "./diff/model/notebook-diff.js"
export { formatNbdime } from "./diff/nbdime/nbdime.js"
export { type Summary, summarize } from "./diff/summary.js"
export type { HtmlOptions } from "./html/html-options.js"
export { renderHtml } from "./html/render-html.js"
export type { Decision, DecisionKind, FieldConflict } from "./merge/decisions/decision.js"
export { DEFAULT_POLICY, type MergePolicy } from "./merge/decisions/policy.js"
export { formatMerge } from "./merge/format-merge.js"
export { type FileMerge, type FileMergeOptions, InvalidMergeError, mergeFiles } from "./merge/merge-files.js"
export { conflictsOf, mergeNotebooks, type NotebookMerge } from "./merge/merge-notebooks.js"
export { equivalent } from "./normalize/equivalence.js"
export {
  NORMALIZE_DEFAULTS,
  type Normalized,
  type NormalizeOptions,
  normalizeNotebook,
} from "./normalize/normalize.js"
export { DEFAULT_RULES, type RuleSet, withRules } from "./normalize/rules/rule-set.js"
export { RULE_TABLE as defaultRules, type Rule } from "./normalize/rules/rules.js"
export { NotebookError, type NotebookErrorCode } from "./notebook/json/notebook-error.js"
export {
  type Cell,
  type CellType,
  formatNotebook,
  type MimeEntry,
  type Notebook,
  type Output,
  type OutputType,
  parseNotebook,
} from "./notebook/model.js"
export { isValid, type Violation, validate } from "./notebook/validate.js"
export {
  ANSI_PALETTE,
  DARK_PALETTE,
  LIGHT_PALETTE,
  NO_PALETTE,
  type Palette,
} from "./render/ink/palette.js"
export { renderMarkdown } from "./render/markdown.js"
export { renderPlain } from "./render/plain.js"
export { renderSideBySide } from "./render/side-by-side.js"
export { renderTerminal } from "./render/terminal.js"
export { renderTextconv } from "./render/textconv.js"
export type { FileNames, FileStatus } from "./render/words/file-names.js"
export {
  type TerminalOptions,
  VIEW_DEFAULTS,
  type ViewOptions,
} from "./render/words/view-options.js"
export type { Atom, Selection } from "./select/atom.js"
export { atomsOf } from "./select/atoms-of.js"
export { type Choice, type ChoiceKind, choicesOf } from "./select/choices.js"
export { pick as pickDiff } from "./select/pick.js"
