import { existsSync, realpathSync } from "node:fs"
import { dirname, join } from "node:path"
import type { GitPlace } from "../../git/repository/git-process.js"
import { outsideOfHook, worktreeTop } from "../../git/repository/worktree.js"
import {
  layered,
  type NormalizeSettings,
  readNormalizeSettings,
  type SettingsLayer,
} from "../../git/settings/normalize-settings.js"

/** What a file's own repository says of it. */
export interface SourceRepository {
  /** An absolute path without links: the worktree's top, or the current directory outside a repository. */
  readonly top: string
  /** Where git is asked about it. */
  readonly place: GitPlace
  /** Its file's and its config's, then those that were given.
   *  @throws SettingsError */
  settings(): Promise<NormalizeSettings>
}

export interface SourceRepositories {
  /** That of the current directory. */
  readonly current: SourceRepository
  /** That of a folder, by an absolute path without links; outside of any the current one. */
  of(folder: string): Promise<SourceRepository>
}

/** The repository's top, where its settings lie; the current directory where there is no repository. */
export async function topDirectory(place: GitPlace): Promise<string> {
  return (await worktreeTop(place)) ?? place.cwd
}

/** The repositories that files lie in, each asked once. */
export async function openRepositories(place: GitPlace, given: SettingsLayer): Promise<SourceRepositories> {
  const current = openRepository(await topDirectory(place), place, given)
  const elsewhere = outsideOfHook(place)
  const known = new Map<string, Promise<SourceRepository>>()

  function of(folder: string): Promise<SourceRepository> {
    const found = known.get(folder) ?? find(folder)
    known.set(folder, found)
    return found
  }

  async function find(folder: string): Promise<SourceRepository> {
    const parent = dirname(folder)
    if (folder === current.top || parent === folder) return current
    if (!existsSync(join(folder, ".git"))) return of(parent)
    const there = { ...elsewhere, cwd: folder }
    const top = await worktreeTop(there)
    return top === undefined ? of(parent) : openRepository(top, { ...there, cwd: top }, given)
  }

  return { current, of }
}

function openRepository(top: string, place: GitPlace, given: SettingsLayer): SourceRepository {
  let settings: Promise<NormalizeSettings> | undefined
  return {
    top: realpathSync(top),
    place,
    settings() {
      settings ??= readNormalizeSettings(top, place).then((own) => layered(own, [given]))
      return settings
    },
  }
}
