import type { Highlight } from "../../render/ink/syntax.js"

/** Loads the colors of code. It takes as long as the rest of the program: only where there are colors. */
export async function loadHighlight(): Promise<Highlight> {
  const { boundedHighlight } = await import("../../render/ink/highlight.lazy.js")
  return boundedHighlight()
}
