import { mergeDriver } from "./merge-driver.js"

/** What git runs: `nbdiff driver <name> …`. Answers the process's exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  const [name, ...args] = argv
  switch (name) {
    case "merge":
      return mergeDriver(args)
  }
  process.stderr.write(`nbdiff: no such driver: ${name ?? "(none)"}\n`)
  return 2
}
