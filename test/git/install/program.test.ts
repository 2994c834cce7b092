import { mkdirSync, symlinkSync, writeFileSync } from "node:fs"
import { delimiter, dirname, join } from "node:path"
import { describe, expect, test } from "vitest"
import { passingRunner, registeredProgram } from "../../../src/git/install/program.js"
import { temporaryDirectory } from "../../support/repository.js"

function file(path: string): string {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, "")
  return path
}

function link(path: string, target: string): string {
  mkdirSync(dirname(path), { recursive: true })
  symlinkSync(target, path)
  return path
}

const registered = (node: string, script: string, ...folders: readonly string[]) =>
  registeredProgram(node, script, "1.2.3", { PATH: folders.join(delimiter) })

describe.skipIf(process.platform === "win32")("what is registered lasts:", () => {
  test("the link of Homebrew, whose versions have folders of their own", () => {
    const top = temporaryDirectory()
    const node = file(join(top, "Cellar/node/20.1/bin/node"))
    const script = file(join(top, "Cellar/nbdiff/0.1/libexec/nbdiff"))
    const bin = join(top, "bin")
    link(join(bin, "node"), node)
    link(join(bin, "nbdiff"), script)
    expect(registered(node, script, "/usr/bin", bin)).toMatchObject({
      node: join(bin, "node"),
      script: join(bin, "nbdiff"),
    })
  })

  test("the installation behind the folder that fnm makes for one shell", () => {
    const top = temporaryDirectory()
    const installation = join(top, "fnm/node-versions/v20/installation")
    const node = file(join(installation, "bin/node"))
    link(join(installation, "bin/nbdiff"), file(join(installation, "lib/nbdiff.js")))
    const shell = link(join(top, "fnm_multishells/1_2"), installation)
    expect(registered(node, join(shell, "bin/nbdiff"), join(shell, "bin"))).toMatchObject({
      node,
      script: join(installation, "bin/nbdiff"),
    })
  })

  test("the profile's name of what is in nix's store", () => {
    const top = temporaryDirectory()
    const node = file(join(top, "nix/store/abc-nodejs/bin/node"))
    const profile = join(top, ".nix-profile/bin")
    link(join(profile, "node"), node)
    expect(registered(node, "/opt/nbdiff", dirname(node), profile).node).toBe(join(profile, "node"))
  })

  test("the name that it was called by, rather than the file that this leads to", () => {
    const top = temporaryDirectory()
    const script = link(join(top, "bin/nbdiff"), file(join(top, "versions/1/nbdiff.js")))
    expect(registered("/usr/bin/node", script).script).toBe(script)
  })

  test("nothing but what runs where no other name is known", () => {
    const script = file(join(temporaryDirectory(), "_npx/abc/nbdiff"))
    expect(registered("/no/such/node", script)).toEqual({
      node: "/no/such/node",
      script,
      version: "1.2.3",
    })
    expect(passingRunner(script)).toBe("npx")
  })
})
