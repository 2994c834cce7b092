import { posix } from "node:path"
import { isLfsPointer } from "../../node/input-file.js"
import { normalizeNotebook } from "../../normalize/normalize.js"
import { NotebookError } from "../../notebook/json/notebook-error.js"
import { parseNotebook } from "../../notebook/model.js"
import type { IsNormal } from "../notebooks/staged-notebooks.js"
import { type GitPlace, runGit } from "../repository/git-process.js"
import { worktreeTop } from "../repository/worktree.js"
import { optionsFor, readNormalizeSettings } from "../settings/normalize-settings.js"

/** Returns whether the filter would leave a notebook as it is, by the settings of the repository; undefined for a
 *  file that is not a notebook, which the filter also leaves as it is. An empty file and an LFS pointer hold no
 *  outputs.
 *  @throws SettingsError in one line that names the source and the key. */
export async function normalForm(place: GitPlace): Promise<IsNormal> {
  const top = await worktreeTop(place)
  const settings = top === undefined ? [] : await readNormalizeSettings(top, place)
  const prefix = (await runGit(["rev-parse", "--show-prefix"], place)).output.toString().replace(/\n$/, "")
  return (bytes, path) => {
    try {
      const options = optionsFor(settings, posix.join(prefix, path))
      return normalizeNotebook(parseNotebook(bytes), options).bytes === bytes
    } catch (error) {
      if (error instanceof NotebookError) return bytes.length === 0 || isLfsPointer(bytes) ? true : undefined
      throw error
    }
  }
}
