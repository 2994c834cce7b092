import { type GitPlace, runGit } from "../repository/git-process.js"
import { type RangeQuery, rangeArguments } from "./revisions.js"

/** git's own text diff of these paths of the range, relative to the worktree's top: what git would show without
 *  us. Empty where git finds nothing to show. */
export async function textDiff(
  query: RangeQuery,
  paths: readonly string[],
  options: readonly string[],
  place: GitPlace,
): Promise<string> {
  const revisions = query.paths === undefined ? await revisionsOf(query.operands, place) : query.operands
  const only = { ...query, operands: revisions, paths: paths.map((path) => `:(top,literal)${path}`) }
  const { output } = await runGit(["diff", ...PLAIN, ...options, ...rangeArguments(only)], place)
  return output.toString()
}

/** The same of two files, whether or not a repository is near. */
export async function textDiffOfFiles(
  before: string,
  after: string,
  options: readonly string[],
  place: GitPlace,
): Promise<string> {
  const { output } = await runGit(["diff", "--no-index", ...PLAIN, ...options, "--", before, after], place)
  return output.toString()
}

const PLAIN = ["--patch", "--no-ext-diff", "--no-textconv"]

/** The operands without the paths at their end, which is where git found them to begin. */
async function revisionsOf(operands: readonly string[], place: GitPlace): Promise<readonly string[]> {
  const { output } = await runGit(["rev-parse", "--no-revs", ...operands], place)
  const paths = output.toString().trimEnd()
  const start = operands.findIndex((_, at) => operands.slice(at).join("\n").trimEnd() === paths)
  return start < 0 ? operands : operands.slice(0, start)
}
