import { expect, test } from "vitest"
import { newTicket, TICKET_LIFE } from "../../../src/web/server/ticket.js"
import { newToken, sameSecret } from "../../../src/web/server/token.js"

test("a ticket lets one request in", () => {
  const ticket = newTicket(() => 0)
  expect(ticket.redeem(ticket.value)).toBe(true)
  expect(ticket.redeem(ticket.value)).toBe(false)
})

test("a wrong guess spends no ticket", () => {
  const ticket = newTicket(() => 0)
  expect(ticket.redeem("")).toBe(false)
  expect(ticket.redeem(`${ticket.value}x`)).toBe(false)
  expect(ticket.redeem(ticket.value)).toBe(true)
})

test("a ticket ends after a minute", () => {
  let now = 0
  const ticket = newTicket(() => now)
  now = TICKET_LIFE + 1
  expect(ticket.redeem(ticket.value)).toBe(false)
})

test("a token has 256 bits, and no two are the same", () => {
  const tokens = Array.from({ length: 100 }, newToken)
  expect(new Set(tokens).size).toBe(100)
  for (const token of tokens) expect(Buffer.from(token, "base64url")).toHaveLength(32)
})

test("secrets of different lengths are different", () => {
  expect(sameSecret("", "a")).toBe(false)
  expect(sameSecret("ä", "a")).toBe(false)
  expect(sameSecret("a", "a")).toBe(true)
})
