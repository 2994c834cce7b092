import { randomBytes, timingSafeEqual } from "node:crypto"

/** Returns a secret that fits into an address: 256 random bits. */
export function newToken(): string {
  return randomBytes(32).toString("base64url")
}

/** Whether both are the same, in a time that does not say where they differ. */
export function sameSecret(given: string, secret: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(secret)]
  return a.length === b.length && timingSafeEqual(a, b)
}
