import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import type { Page } from "playwright-core"
import { expect } from "vitest"

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary?: string }[]
}

/** Expects that axe finds nothing wrong in the page as it is now. Frames hold what others wrote. */
export async function expectNoViolations(page: Page, state: string): Promise<void> {
  await page.evaluate(AXE)
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      readonly axe: { run: (context: object, options: object) => Promise<unknown> }
    }
    const { violations } = (await axe.run({ exclude: [["iframe"]] }, { iframes: false })) as {
      readonly violations: readonly Violation[]
    }
    return violations
  })
  const words = violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map(({ target, failureSummary }) => `${state}: ${id}: ${target}: ${failureSummary}`),
  )
  expect(words).toEqual([])
}
