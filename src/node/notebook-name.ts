/** Whether a path is a notebook's by its name, in any case of letters. */
export function isNotebookName(path: string): boolean {
  return /\.ipynb$/i.test(path)
}

/** Whether a path lies in a folder of copies, of other programs' work or of git's own files: what is below a folder that
 *  was named passes over it. */
export function isPassedOver(path: string): boolean {
  return PASSED_OVER.test(path)
}

const PASSED_OVER = /(?:^|[\\/])(?:\.git|\.ipynb_checkpoints|node_modules)[\\/]/

/** git's pathspec for every notebook of the worktree. */
export const ALL_NOTEBOOKS = ":(icase,top)*.ipynb"
