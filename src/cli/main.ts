/** What a person runs: `nbdiff …`. Answers the process's exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  throw new Error(`no such command: ${argv[0] ?? "(none)"}`)
}
