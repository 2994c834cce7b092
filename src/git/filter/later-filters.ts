import { join } from "node:path"
import { quotedPath } from "../../node/quoted-path.js"
import { macrosOf, readAttributesFile } from "../install/attribute-source.js"
import { attributesFile } from "../install/attributes-file.js"
import { decidingLine, type FilterLine, filterLinesOf } from "../install/other-filters.js"
import type { GitPlace } from "../repository/git-process.js"
import { openGit } from "../repository/repository.js"

/** Returns whether to leave a path as it is because a .gitattributes says so that is newer than our line in
 *  info/attributes, which overrides it. `top` is the worktree's.
 *  @throws Error in one line if another filter should have the file, which only git can call. */
export async function isLeftAlone(path: string, place: GitPlace): Promise<boolean> {
  const line = decidingLine(treeLines(path, place), Buffer.from(path).toString("latin1"))
  if (line === undefined || (await isOverruledByHand(path, place))) return false
  if (line.attribute === "-filter") return true
  const filter = line.attribute.replace(/^filter=?/, "")
  if (!(await isRegistered(filter, place))) return false
  throw new Error(
    `${quotedPath(line.file)}:${line.line} gives it to another filter, ${filter}: run "nbdiff install --filter" again, which leaves it to that`,
  )
}

/** Returns the lines of the path's folders and those above, the weakest first. Usually there are none. */
function treeLines(path: string, { cwd }: GitPlace): readonly FilterLine[] {
  const parts = path.split("/").slice(0, -1)
  const folders = ["", ...parts.map((_, at) => `${parts.slice(0, at + 1).join("/")}/`)]
  const files = folders.map((folder) =>
    readAttributesFile(join(cwd, folder, ".gitattributes"), folder, { cwd }, cwd, "latin1"),
  )
  const macros = macrosOf(files.slice(0, 1))
  return files.flatMap((file) => filterLinesOf(file, macros))
}

/** Returns whether a line that somebody wrote in info/attributes gives the path to us. */
async function isOverruledByHand(path: string, place: GitPlace): Promise<boolean> {
  const file = await attributesFile("local", { ...place, git: openGit(place) })
  const local = readAttributesFile(file, "", place, undefined, "latin1")
  const own = local.ownComment
  const lines = local.lines.map((words, at) => (at === own + 1 && own >= 0 ? [] : words))
  const ours = filterLinesOf({ ...local, lines }, macrosOf([local]), "with ours")
  return ours.some((line) => decidingLine([{ ...line, attribute: "-filter" }], path) !== undefined)
}

async function isRegistered(filter: string, place: GitPlace): Promise<boolean> {
  const git = openGit(place)
  const values = await Promise.all(
    ["clean", "process"].map((name) => git("config", "--get", `filter.${filter}.${name}`)),
  )
  return values.some((value) => value.trim() !== "")
}
