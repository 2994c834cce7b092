import type { MarkStore } from "./marks.js"

/** What the parts of a page's script share. */
export interface ReviewState {
  /** The keys of the changes that were viewed. */
  readonly viewed: Set<string>
  /** Notes by the keys of the changes that they are about. */
  readonly notes: Record<string, string>
  /** Keeps what was viewed, and the notes. */
  readonly save: () => void
  cells: readonly HTMLElement[]
  /** The current cell's place in `cells`; negative for none. */
  current: number
  /** The outline's items, by the id of the cell that they lead to. */
  readonly links: Map<string, HTMLElement>
  /** Follows what is in sight. */
  watcher: IntersectionObserver | undefined
}

export function openState(store: MarkStore): ReviewState {
  const stored = store.load()
  const viewed = new Set(stored.viewed)
  const notes: Record<string, string> = { ...stored.notes }
  const save = (): void => store.save({ viewed: [...viewed], notes })
  return { viewed, notes, save, cells: [], current: -1, links: new Map(), watcher: undefined }
}

/** Returns the key of a cell's change: a change that changes again has another. */
export function keyOf(cell: HTMLElement): string {
  return cell.dataset.k ?? ""
}

export function cellAt(target: EventTarget | null): HTMLElement | undefined {
  return (target instanceof Element && target.closest<HTMLElement>("article.cell")) || undefined
}

export function withCurrent<T>(
  { cells, current }: ReviewState,
  action: (cell: HTMLElement) => T,
): T | undefined {
  const cell = cells[current]
  return cell && action(cell)
}
