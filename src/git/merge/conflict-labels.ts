import type { Environment } from "../repository/git-process.js"
import { appliedChangeLabels, type MergedBlobs, STASH_LABELS } from "./applied-change.js"
import type { MergeLabels } from "./merge-arguments.js"
import { type AppliedCommit, appliedCommit } from "./rebase-state.js"
import { restoresStash } from "./restored-stash.js"

/** What the conflict markers call the three sides. git's own words where it passes them, and in a rebase also
 *  which side is which, since "ours" is then the other branch. A stash, a cherry-pick or a revert under git before
 *  2.44 is known by the contents of `merged`. Where nothing tells, they are base, ours and theirs: no label is better
 *  than a wrong one. */
export function conflictLabels(
  passed: MergeLabels | undefined,
  environment: Environment,
  cwd: string,
  merged?: MergedBlobs,
): MergeLabels {
  if (passed === undefined && restoresStash(environment, cwd)) return STASH_LABELS
  const known = passed ?? mergedBranch(environment)
  const applied = isMergeOf(environment) ? undefined : appliedCommit(environment, cwd)
  const labels =
    applied !== undefined && isApplying(applied, passed, environment)
      ? rebaseLabels(applied, passed)
      : (known ??
        (merged && !isMergeOf(environment) ? appliedChangeLabels(merged, environment, cwd) : undefined))
  return printable(labels ?? { base: "base", ours: "ours", theirs: "theirs" })
}

/** Returns the branch that `git merge` names in GITHEAD_<its commit>; undefined if there are several. */
function mergedBranch(environment: Environment): MergeLabels | undefined {
  const [name, ...others] = mergedNames(environment)
  return name === undefined || others.length > 0 ? undefined : { base: "base", ours: "HEAD", theirs: name }
}

function isMergeOf(environment: Environment): boolean {
  return mergedNames(environment).length > 0
}

function mergedNames(environment: Environment): readonly string[] {
  return Object.entries(environment).flatMap(([key, name]) =>
    /^GITHEAD_[0-9a-f]{40,}$/.test(key) && name ? [name] : [],
  )
}

/** Returns whether this merge is a step of the rebase, and not another command that was run while the rebase is
 *  stopped. */
function isApplying(
  applied: AppliedCommit,
  passed: MergeLabels | undefined,
  environment: Environment,
): boolean {
  const [abbreviated] = /^[0-9a-f]{4,}(?= \()/.exec(passed?.theirs ?? "") ?? []
  if (abbreviated !== undefined) return applied.commit?.startsWith(abbreviated) ?? false
  if (applied.merged !== undefined && passed !== undefined)
    return [applied.merged, `refs/rewritten/${applied.merged}`].includes(passed.theirs)
  if (passed !== undefined) return passed.theirs === applied.subject
  switch (applied.by) {
    case "rebase":
      return environment.GIT_CHERRY_PICK_HELP !== undefined
    case "rebase --apply":
      return environment.GIT_REFLOG_ACTION?.startsWith("rebase") === true
    case "am":
      return true
  }
}

/** Sets how many digits of a commit are shown, as many as git shows. */
const SHORT = 7

function rebaseLabels(applied: AppliedCommit, passed: MergeLabels | undefined): MergeLabels {
  const { merged, branch, onto } = applied
  const name = commitName(applied)
  const theirs = merged === undefined ? name : `${merged}, merged by ${name}`
  const hasParent = applied.commit !== undefined && merged === undefined
  return {
    base: passed?.base ?? (hasParent ? `parent of ${name}` : "base"),
    ours: onto === undefined ? "HEAD" : `HEAD, rebased onto ${onto.slice(0, SHORT)}`,
    theirs: branch === undefined ? theirs : `${theirs} of ${branch}`,
  }
}

function commitName({ commit, subject }: AppliedCommit): string {
  return commit === undefined ? subject : `${commit.slice(0, SHORT)} (${subject})`
}

/** Returns a label on one line, since it goes into a cell's source. */
function printable({ base, ours, theirs }: MergeLabels): MergeLabels {
  const plain = (label: string) => label.replace(/\p{Cc}+/gu, " ")
  return { base: plain(base), ours: plain(ours), theirs: plain(theirs) }
}
