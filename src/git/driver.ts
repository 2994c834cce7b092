/** What git runs: `nbdiff driver <name> …`. Answers the process's exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  throw new Error(`no such driver: ${argv[0] ?? "(none)"}`)
}
