import { existsSync, readdirSync } from "node:fs"
import { join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { THOROUGH } from "./thorough.js"

const beside = fileURLToPath(new URL("../../../shared/corpus", import.meta.url))

/** A folder of real notebooks to measure on, or undefined: `NBDIFF_CORPUS`, or in `npm run check` the one beside the
 *  repository. */
export const corpus: string | undefined = [process.env.NBDIFF_CORPUS, THOROUGH ? beside : undefined].find(
  (folder) => folder !== undefined && existsSync(folder),
)

/** Every notebook below the folder, sorted by path. */
export function notebooksBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ipynb"))
    .map((path) => resolve(join(folder, path)))
    .sort()
}
