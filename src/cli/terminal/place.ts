import { openGit, type Place, type Scope } from "../../git/repository/repository.js"

/** Returns where nbdiff was called. */
export function herePlace(): Place {
  const place = { cwd: process.cwd(), environment: process.env }
  return { ...place, git: openGit(place) }
}

/** Returns the scope that is named: local if none is, undefined if several are. */
export function parseScope(options: { readonly [name: string]: unknown }): Scope | undefined {
  const named = (["local", "global", "system"] as const).filter((scope) => options[scope] === true)
  return named.length > 1 ? undefined : (named[0] ?? "local")
}
