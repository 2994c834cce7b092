/** Whether a path is a notebook's by its name, in any case of letters. */
export function isNotebookName(path: string): boolean {
  return /\.ipynb$/i.test(path)
}

/** Returns whether a path is in a folder of copies, of other programs' files or of git's own: a search below a named
 *  folder skips it. */
export function isPassedOver(path: string): boolean {
  return PASSED_OVER.test(path)
}

const PASSED_OVER = /(?:^|[\\/])(?:\.git|\.ipynb_checkpoints|node_modules)[\\/]/

/** git's pathspec for every notebook of the worktree. */
export const ALL_NOTEBOOKS = ":(icase,top)*.ipynb"
