import { execFileSync } from "node:child_process"
import { fileURLToPath } from "node:url"

/** Bundles the program once, before the first test that runs it. */
export default function setup(): void {
  const script = fileURLToPath(new URL("../../scripts/build.mjs", import.meta.url))
  execFileSync(process.execPath, [script], { stdio: ["ignore", "ignore", "inherit"] })
}
