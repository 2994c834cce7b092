/** Lists what can be done with the chosen parts. */
export type Operation = "add" | "reset" | "restore" | "pick"

interface OperationWords {
  /** `Stage cell 3`, `stage this`. */
  readonly verb: string
  readonly done: string
}

export const WORDS = {
  add: { verb: "stage", done: "staged" },
  reset: { verb: "unstage", done: "unstaged" },
  restore: { verb: "discard", done: "discarded" },
  pick: { verb: "take", done: "taken" },
} as const satisfies Record<Operation, OperationWords>

export function capitalized(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1)
}
