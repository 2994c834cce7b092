// The library: notebooks read without loss, compared, merged, normalised and shown. Pure: it works on bytes, and
// touches no file, process, clock or console.

export { align } from "./diff/align.js"
export type { Alignment } from "./diff/alignment.js"
export type { Change, TextChange, ValueChange } from "./diff/change.js"
export { type DecodedDiff, decodeDiff } from "./diff/decode-diff.js"
export { applyDelta, type ByteDelta, byteDelta, invertDelta } from "./diff/delta.js"
export { diffNotebooks, diffVersions } from "./diff/diff-notebooks.js"
export { type DiffForm, encodeDiff } from "./diff/encode.js"
export { filterDiff } from "./diff/filter.js"
export { invertDiff } from "./diff/invert.js"
export { invertForm } from "./diff/invert-form.js"
export { formatNbdime } from "./diff/nbdime.js"
export type { CellChanges, CellDiff, CellDiffKind, NotebookDiff } from "./diff/notebook-diff.js"
export { applyDiff, invertDecoded, type Patched } from "./diff/patch.js"
export { type Summary, summarize } from "./diff/summary.js"
export type { Decision, DecisionKind, FieldConflict } from "./merge/decision.js"
export { formatMerge } from "./merge/format-merge.js"
export { type FileMerge, type FileMergeOptions, InvalidMergeError, mergeFiles } from "./merge/merge-files.js"
export { conflictsOf, mergeNotebooks, type NotebookMerge } from "./merge/merge-notebooks.js"
export { DEFAULT_POLICY, type MergePolicy } from "./merge/policy.js"
export { equivalent } from "./normalize/equivalence.js"
export {
  NORMALIZE_DEFAULTS,
  type Normalized,
  type NormalizeOptions,
  normalizeNotebook,
} from "./normalize/normalize.js"
export { DEFAULT_RULES, type RuleSet, withRules } from "./normalize/rule-set.js"
export { defaultRules, type Rule } from "./normalize/rules.js"
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
export { NotebookError, type NotebookErrorCode } from "./notebook/notebook-error.js"
export { type Fault, isValid, validate } from "./notebook/validate.js"
export type { FileNames, FileStatus } from "./render/file-names.js"
export { renderMarkdown } from "./render/markdown.js"
export { ansiPalette, darkPalette, lightPalette, noPalette, type Palette } from "./render/palette.js"
export { renderPlain } from "./render/plain.js"
export { renderSideBySide } from "./render/side-by-side.js"
export { renderTerminal } from "./render/terminal.js"
export { renderTextconv } from "./render/textconv.js"
export { type TerminalOptions, type ViewOptions, viewDefaults } from "./render/view-options.js"
