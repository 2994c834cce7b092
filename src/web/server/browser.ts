import { spawn } from "node:child_process"
import { accessSync, constants } from "node:fs"
import { delimiter, join } from "node:path"
import type { Environment } from "../../git/repository/git-process.js"

/** A program and its arguments: no shell ever reads them. */
interface BrowserCommand {
  readonly program: string
  readonly args: readonly string[]
}

/** Opens the address with what the user or the system has for that. Returns whether a program was found and
 *  started; whether a page came of it only the server can see. */
export async function openBrowser(address: string, environment: Environment): Promise<boolean> {
  for (const command of browserCommands(address, environment, process.platform)) {
    if (await starts(command, environment)) return true
  }
  return false
}

/** The ways to open an address, the user's own first. An address that is not one of ours is not opened at all.
 *  @internal */
export function browserCommands(
  address: string,
  environment: Environment,
  platform: NodeJS.Platform,
): readonly BrowserCommand[] {
  if (!/^http:\/\/127\.0\.0\.1:\d+\/[\w/-]*$/.test(address)) return []
  return [
    ...chosenBrowsers(environment.BROWSER ?? "", address),
    ...systemBrowsers(address, environment, platform),
  ]
}

/** BROWSER names programs, separated as PATH is; `%s` in one is where the address goes. */
function chosenBrowsers(value: string, address: string): readonly BrowserCommand[] {
  return value.split(delimiter).flatMap((line) => {
    const [program, ...args] = line.trim().split(/\s+/)
    if (program === undefined || program === "") return []
    const hasPlace = args.some((arg) => arg.includes("%s"))
    return [
      { program, args: hasPlace ? args.map((arg) => arg.replaceAll("%s", address)) : [...args, address] },
    ]
  })
}

function systemBrowsers(
  address: string,
  environment: Environment,
  platform: NodeJS.Platform,
): readonly BrowserCommand[] {
  if (platform === "darwin") return [{ program: "/usr/bin/open", args: [address] }]
  // `start` is a word of cmd's: explorer opens an address as well, and is a program
  if (platform === "win32") return [{ program: windowsProgram("explorer.exe", environment), args: [address] }]
  const isWsl = environment.WSL_DISTRO_NAME !== undefined
  const programs = [...(isWsl ? ["wslview"] : []), ...DESKTOP_PROGRAMS]
  const hasDisplay = isWsl || Boolean(environment.DISPLAY) || Boolean(environment.WAYLAND_DISPLAY)
  return hasDisplay ? programs.map((program) => ({ program, args: [address] })) : []
}

/** Without a display some of these would start a browser for terminals, which has no use for the page. */
const DESKTOP_PROGRAMS = [
  "xdg-open",
  "sensible-browser",
  "x-www-browser",
  "firefox",
  "chromium",
  "google-chrome",
]

/** Windows would look for a bare name in the current directory first. */
function windowsProgram(name: string, { SystemRoot = "C:\\Windows" }: Environment): string {
  return `${SystemRoot}\\${name}`
}

/** Milliseconds in which a program that can open nothing says so by its exit code. */
const PROMPT_FAILURE = 1_500

function starts({ program, args }: BrowserCommand, environment: Environment): Promise<boolean> {
  const file = programFile(program, environment)
  if (file === undefined) return Promise.resolve(false)
  return new Promise((resolve) => {
    const child = spawn(file, args, { env: environment, stdio: "ignore", detached: true, windowsHide: true })
    // explorer's exit code is 1 whatever became of it
    child.once("exit", (code) => resolve(code === 0 || process.platform === "win32"))
    child.once("error", () => resolve(false))
    child.once("spawn", () => {
      // it lives on without us
      child.unref()
      setTimeout(() => resolve(true), PROMPT_FAILURE).unref()
    })
  })
}

/** A name without a slash is looked for along PATH, and never in the directory that nbdiff was called in: a
 *  repository may hold a file of that name. */
function programFile(program: string, { PATH = "" }: Environment): string | undefined {
  if (process.platform === "win32") return program
  if (program.includes("/")) return isExecutable(program) ? program : undefined
  const folders = PATH.split(delimiter).filter((folder) => folder.startsWith("/"))
  return folders.map((folder) => join(folder, program)).find(isExecutable)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
