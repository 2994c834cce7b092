import { newToken, sameSecret } from "./token.js"

/** Lets the browser in that nbdiff starts. The command line of that browser is for all to see, so a ticket is good
 *  for one request, and for a minute. */
export interface Ticket {
  readonly value: string
  /** Whether `value` is this ticket, which is then spent. */
  redeem(value: string): boolean
}

/** Milliseconds.
 *  @internal */
export const TICKET_LIFE = 60_000

/** `now` is a clock in milliseconds. */
export function newTicket(now: () => number = Date.now): Ticket {
  const value = newToken()
  const end = now() + TICKET_LIFE
  let isSpent = false
  return {
    value,
    redeem(given) {
      if (isSpent || now() > end || !sameSecret(given, value)) return false
      isSpent = true
      return true
    },
  }
}
