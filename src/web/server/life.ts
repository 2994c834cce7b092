/** Why the server ended. "nobody-came": no page was ever opened. "done": the page itself asked for it. */
export type Ending = "closed" | "nobody-came" | "interrupted" | "done"

/** Ends the server when nobody looks any more. */
export interface Life {
  readonly ended: Promise<Ending>
  /** A page is open from now on, until what this returns is called. */
  open(): () => void
  end(why: Ending): void
}

export interface LifeOptions {
  /** Only `end` ends it. */
  readonly stay: boolean
  /** Milliseconds that a page may take to be loaded again. */
  readonly grace?: number
  /** Milliseconds in which the first page must come. */
  readonly patience?: number
}

const GRACE = 5_000
const PATIENCE = 600_000

export function startLife({ stay, grace = GRACE, patience = PATIENCE }: LifeOptions): Life {
  let resolve: (why: Ending) => void = () => undefined
  const ended = new Promise<Ending>((settle) => {
    resolve = settle
  })
  let isOver = false
  let pages = 0
  let leaving = stay ? undefined : setTimeout(() => resolve("nobody-came"), patience)
  return {
    ended,
    open() {
      pages++
      clearTimeout(leaving)
      let isOpen = true
      return () => {
        if (!isOpen) return
        isOpen = false
        pages--
        if (pages === 0 && !stay && !isOver) leaving = setTimeout(() => resolve("closed"), grace)
      }
    },
    end(why) {
      isOver = true
      clearTimeout(leaving)
      resolve(why)
    },
  }
}
