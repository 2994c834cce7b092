import type { Command, OptionValues } from "commander"
import { frameSource } from "../../web/server/headers.js"
import type { Place } from "../../web/server/place.js"

/** Holds how a page is served. */
export interface WebOptions {
  readonly place: Place
  readonly open: boolean
  readonly stay: boolean
  readonly hosts: readonly string[]
  readonly frame: string | undefined
}

export function defineWebOptions(
  command: Command,
  words = "open it in the browser, as a page that is updated when notebooks are saved",
): Command {
  return command
    .optionsGroup("In a browser:")
    .option("--web", words)
    .option("--port <n>", "port on 127.0.0.1 (any free one)")
    .option("--no-open", "print the address only")
    .option("--stay", "keep serving after the page is closed")
    .option(
      "--allow-host <name>",
      "another host name that may reach the page, such as a hub's proxy",
      collected,
    )
    .option("--allow-frame <origin>", "origin that may show the page in a frame")
    .option("--socket <path>", "serve a Unix socket instead of a port, for a proxy")
}

function collected(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value.toLowerCase()]
}

/** Returns undefined without `--web`, and an error message if the options contradict each other. */
export function parseWebOptions(options: OptionValues): WebOptions | string | undefined {
  if (options.web !== true) return strayOption(options)
  const port = options.port ?? "0"
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) return `option 'port' expects a number up to 65535`
  if (options.port !== undefined && options.socket !== undefined) {
    return `options '--port' and '--socket' cannot be used together`
  }
  const hosts: readonly string[] = options.allowHost ?? []
  if (!hosts.every((name) => /^[a-z0-9._-]+$/.test(name))) {
    return `option 'allow-host' expects a host's name without a port`
  }
  const frame = options.allowFrame === undefined ? undefined : frameSource(options.allowFrame)
  if (options.allowFrame !== undefined && frame === undefined) {
    return `option 'allow-frame' expects one origin, such as https://hub.example.org or vscode-webview:`
  }
  const place: Place =
    options.socket === undefined
      ? { kind: "port", port: Number(port) }
      : { kind: "socket", path: options.socket }
  return { place, open: options.open !== false, stay: options.stay === true, hosts, frame }
}

function strayOption(options: OptionValues): string | undefined {
  const stray = {
    "--port": options.port !== undefined,
    "--no-open": options.open === false,
    "--stay": options.stay === true,
    "--allow-host": options.allowHost !== undefined,
    "--allow-frame": options.allowFrame !== undefined,
    "--socket": options.socket !== undefined,
  }
  const found = Object.entries(stray).find(([, isGiven]) => isGiven)?.[0]
  return found === undefined ? undefined : `option '${found}' belongs to '--web'`
}
