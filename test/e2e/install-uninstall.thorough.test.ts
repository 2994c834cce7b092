import { existsSync, readFileSync, symlinkSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { notebookText } from "../support/notebook-text.js"
import { nbdiff } from "../support/program.js"
import { type Repository, repository, writeScript } from "../support/repository.js"

// install and then uninstall leave git's config and attributes as they were, byte for byte, whatever was there.

interface Start {
  readonly name: string
  readonly prepare: (repo: Repository) => void
}

const write =
  (path: string, text: string) =>
  (repo: Repository): void =>
    void repo.write(path, text)

const configure =
  (...entries: readonly (readonly [key: string, value: string])[]) =>
  (repo: Repository): void => {
    for (const [key, value] of entries) repo.git("config", key, value)
  }

const starts: readonly Start[] = [
  { name: "nothing", prepare: () => undefined },
  { name: "an empty .gitattributes", prepare: write(".gitattributes", "") },
  { name: "attributes that do not end their last line", prepare: write(".gitattributes", "*.png binary") },
  {
    name: "attributes with Windows' line ends",
    prepare: write(".gitattributes", "*.png binary\r\n*.txt text\r\n"),
  },
  {
    name: "attributes in no encoding",
    prepare: (repo) => void repo.write(".gitattributes", Buffer.from([0x2a, 0xff, 0x20, 0x2d, 0x61, 0x0a])),
  },
  { name: "info/attributes", prepare: write(".git/info/attributes", "*.csv -diff\n") },
  { name: "info/attributes that do not end", prepare: write(".git/info/attributes", "*.csv -diff") },
  { name: "an empty info/attributes", prepare: write(".git/info/attributes", "") },
  {
    name: "nbstripout, as it installs itself",
    prepare: (repo) => {
      configure(
        ["filter.nbstripout.clean", '"/usr/bin/python3" -m nbstripout'],
        ["filter.nbstripout.smudge", "cat"],
        ["filter.nbstripout.extrakeys", "metadata.x"],
        ["diff.ipynb.textconv", '"/usr/bin/python3" -m nbstripout -t'],
      )(repo)
      repo.write(".git/info/attributes", "*.zpln filter=nbstripout\n*.ipynb diff=ipynb\n*.zpln diff=ipynb\n")
    },
  },
  {
    name: "nbdime, as it installs itself",
    prepare: (repo) => {
      configure(
        ["diff.jupyternotebook.command", "git-nbdiffdriver diff"],
        ["merge.jupyternotebook.driver", "git-nbmergedriver merge %O %A %B %L %P"],
        ["merge.jupyternotebook.name", "jupyter notebook merge driver"],
        ["difftool.nbdime.cmd", 'git-nbdifftool diff "$LOCAL" "$REMOTE" "$BASE"'],
        ["mergetool.nbdime.cmd", 'git-nbmergetool merge "$BASE" "$LOCAL" "$REMOTE" "$MERGED"'],
      )(repo)
      repo.write(".gitattributes", "*.ipynb\tdiff=jupyternotebook\n\n*.ipynb\tmerge=jupyternotebook\n")
    },
  },
  {
    name: "Git LFS for other files",
    prepare: write(".gitattributes", "*.bin filter=lfs diff=lfs merge=lfs -text\n"),
  },
  {
    name: "another filter for some notebooks",
    prepare: write(".gitattributes", "secret/** filter=git-crypt diff=git-crypt\n"),
  },
  { name: "no filter for some notebooks", prepare: write("docs/.gitattributes", "* -filter\n") },
  {
    name: "autoStash that the user has set",
    prepare: configure(["merge.autoStash", "true"], ["rebase.autoStash", "false"]),
  },
  {
    name: "a config with comments",
    prepare: (repo) =>
      void repo.write(".git/config", `${repo.read(".git/config")}# mine\n[alias] ; mine\n\tx = "!echo"\n`),
  },
  {
    name: "a config that does not end its last line",
    prepare: (repo) => void repo.write(".git/config", `${repo.read(".git/config")}[user]\n\tname = x`),
  },
  {
    name: "a user's attributes",
    prepare: (repo) => {
      repo.git("config", "--global", "core.attributesFile", join(repo.home, "attributes"))
      repo.write("../home/attributes", "*.png binary\n")
    },
  },
  {
    name: "a user's attributes in their usual place",
    prepare: write("../home/.config/git/attributes", "*.md diff=markdown\n"),
  },
  {
    name: "a user's attributes behind a link",
    prepare: (repo) => {
      repo.write("../home/dotfiles/attributes", "*.png binary\n")
      symlinkSync(join(repo.home, "dotfiles/attributes"), join(repo.home, "attributes"))
      repo.git("config", "--global", "core.attributesFile", "~/attributes")
    },
  },
  {
    name: "a hook of the user's",
    prepare: (repo) => void writeScript(join(repo.top, ".git/hooks/post-commit"), "true"),
  },
  {
    name: "settings for notebooks",
    prepare: configure(["nbdiff.outputs", "hide"], ["nbdiff.normalize.counts", "keep"]),
  },
  { name: "a cache of textconv's results", prepare: configure(["diff.nbdiff.cachetextconv", "true"]) },
  {
    name: "a merge tool and a diff tool",
    prepare: configure(
      ["merge.tool", "meld"],
      ["diff.guitool", "meld"],
      ["mergetool.meld.trustExitCode", "true"],
    ),
  },
]

const modes = [[], ["--filter"], ["--filter=keep-local"]]
const places = [[], ["--shared"], ["--global"]]

test.each(starts)(
  "from $name",
  ({ prepare }) => {
    for (const mode of modes) {
      for (const place of places) {
        const repo = repository()
        prepare(repo)
        repo.commit("one", { "a.ipynb": notebookText("x = 1\n"), "secret/b.ipynb": notebookText("y = 1\n") })
        repo.git("add", "-A")
        repo.git("commit", "-q", "--allow-empty", "-m", "all")
        const before = stateOf(repo)
        const installed = nbdiff(repo, ["install", ...mode, ...place])
        expect(installed.status).toBe(0)
        expect(installed.stdout.trimEnd().split("\n").length).toBeLessThanOrEqual(3)
        const state = stateOf(repo)
        expect(repo.git("status", "--porcelain")).toMatch(
          place[0] === "--shared" ? /^(?: M|\?\?) \.gitattributes\n$/ : /^$/,
        )
        expect(nbdiff(repo, ["install", ...mode, ...place]).status).toBe(0)
        expect(stateOf(repo)).toEqual(state)
        expect(nbdiff(repo, ["uninstall", ...place]).status).toBe(0)
        expect(stateOf(repo)).toEqual(before)
        expect(repo.git("status", "--porcelain")).toBe("")
      }
    }
  },
  300_000,
)

test("after the filter's section was removed by hand, autoStash goes too", () => {
  const repo = repository()
  repo.commit("one", { "a.ipynb": notebookText("x = 1\n") })
  const before = stateOf(repo)
  nbdiff(repo, ["install", "--filter=keep-local"])
  repo.git("config", "--remove-section", "filter.nbdiff")
  nbdiff(repo, ["uninstall"])
  expect(stateOf(repo)).toEqual(before)
})

/** Every file in which git looks for config and attributes, as it is. */
/** A config's last line is ended: git does that whenever it writes the file, and nothing takes it back. */
function stateOf({ top, home }: Repository): readonly (string | undefined)[] {
  return [
    join(top, ".git/config"),
    join(top, ".git/info/attributes"),
    join(top, ".gitattributes"),
    join(top, "docs/.gitattributes"),
    join(home, ".gitconfig"),
    join(home, "attributes"),
    join(home, ".config/git/attributes"),
  ].map((file) => {
    const text = existsSync(file) ? readFileSync(file, "latin1") : undefined
    return file.endsWith("config") ? text?.replace(/[^\n]$/, "$&\n") : text
  })
}
