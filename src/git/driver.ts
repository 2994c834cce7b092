import { type GitConfig, readConfig } from "./repository/config.js"
import { DRIVER_KEYS } from "./settings/driver-settings.js"

/** What git runs: `nbdiff driver <name> …`. Returns the process's exit code. Each driver is loaded alone: git
 *  starts a process for each file, and pays for all that it loads; git reads its config meanwhile. */
export async function main(argv: readonly string[]): Promise<number> {
  const [name, ...args] = argv
  switch (name) {
    case "diff": {
      const config = configHere()
      return (await import("./diff/diff-driver.lazy.js")).diffDriver(args, config)
    }
    case "textconv":
      return (await import("./diff/textconv-driver.lazy.js")).textconvDriver(args)
    case "hunks":
      return (await import("./diff/hunks-driver.lazy.js")).hunksDriver()
    case "merge": {
      const config = configHere()
      return (await import("./merge/merge-driver.lazy.js")).mergeDriver(args, config)
    }
    case "process":
    case "clean":
    case "smudge":
      return (await import("./filter/filter-driver.lazy.js")).filterDriver(name, args)
  }
  process.stderr.write(`nbdiff: no such driver: ${name ?? "(none)"}\n`)
  return 2
}

function configHere(): Promise<GitConfig> {
  return readConfig(DRIVER_KEYS, { cwd: process.cwd(), environment: process.env })
}
