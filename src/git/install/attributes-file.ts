import { dirname, join, resolve } from "node:path"
import { GitError, openGit, type Place, type Scope } from "../repository/repository.js"

/** Where git reads the attributes of a scope. For a linked worktree it is the main one's file, for a bare
 *  repository the one inside it. */
export async function attributesFile(scope: Scope, place: Place): Promise<string> {
  switch (scope) {
    case "local":
      return resolve(place.cwd, withoutNewline(await place.git("rev-parse", "--git-path", "info/attributes")))
    case "global":
      return userAttributes(place)
    case "system":
      return systemAttributes(place)
  }
}

/** The worktree's own .gitattributes, which everybody gets who clones it. */
export async function sharedAttributesFile({ git }: Place): Promise<string> {
  return join(withoutNewline(await git("rev-parse", "--show-toplevel")), ".gitattributes")
}

async function userAttributes({ git, cwd, environment }: Place): Promise<string> {
  const read = await git(
    "config",
    "-z",
    "--global",
    "--includes",
    "--type=path",
    "--get",
    "core.attributesFile",
  )
  const configured = read.replace(/\0$/, "")
  if (configured !== "") return resolve(cwd, configured)
  if (environment.XDG_CONFIG_HOME) return join(environment.XDG_CONFIG_HOME, "git", "attributes")
  const home = environment.HOME || environment.USERPROFILE
  if (!home) throw new GitError("$HOME not set")
  return join(home, ".config", "git", "attributes")
}

/** git tells the file's name from 2.41 on. Before, it is beside the system's config, whose name git tells to
 *  an editor. */
async function systemAttributes({ git, cwd, environment }: Place): Promise<string> {
  try {
    return withoutNewline(await git("var", "GIT_ATTR_SYSTEM"))
  } catch {
    const { GIT_CONFIG_SYSTEM: _, GIT_CONFIG_NOSYSTEM: __, ...rest } = environment
    const asking = openGit({ cwd, environment: { ...rest, GIT_EDITOR: "echo" } })
    return join(dirname(withoutNewline(await asking("config", "--system", "--edit"))), "gitattributes")
  }
}

function withoutNewline(output: string): string {
  return output.replace(/\r?\n$/, "")
}
