import type { Seen } from "./web-session.js"

/** Looks again and again, never twice at once, while somebody wants to know. */
export interface Looking {
  stop(): void
}

/** Milliseconds between two looks. */
const LOOK_INTERVAL = 1_000

/** Calls `look` a second after the last call was over, as long as `isWanted`, and `tell` where it saw something. A
 *  look that throws is a look that saw nothing: the next one may. */
export function startLooking(
  look: () => Promise<Seen>,
  isWanted: () => boolean,
  tell: (seen: Exclude<Seen, { kind: "same" }>) => void,
  interval: number = LOOK_INTERVAL,
): Looking {
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  const next = (): void => {
    if (!isStopped) timer = setTimeout(once, interval)
  }
  const once = async (): Promise<void> => {
    const seen = isWanted() ? await look().catch(() => SAME) : SAME
    if (seen.kind !== "same") tell(seen)
    next()
  }
  next()
  return {
    stop() {
      isStopped = true
      clearTimeout(timer)
    },
  }
}

const SAME: Seen = { kind: "same" }
