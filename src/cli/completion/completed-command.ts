/** What a shell has to know of a command. */
export interface CompletedCommand {
  readonly name: string
  readonly summary: string
  readonly options: readonly CompletedOption[]
  /** What its operands are, besides files. */
  readonly operands: readonly string[]
  /** Whether an operand may be a revision. */
  readonly revisions: boolean
}

export interface CompletedOption {
  /** `-U`, `--unified`; at least one. */
  readonly flags: readonly string[]
  readonly description: string
  /** "joined": only after `=`, or after a letter at once; without it the option means something too. */
  readonly value: "none" | "apart" | "joined"
  /** The values that can be listed. */
  readonly values: readonly string[]
}
