import { type ExecFileException, execFile, execFileSync } from "node:child_process"
import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { type GitRun, isolatedEnvironment } from "./repository.js"

/** The project's top. */
export const projectTop = fileURLToPath(new URL("../..", import.meta.url))

/** Packs the package as it would be published, and returns the tarball's path. */
export function packProject(directory: string): string {
  const output = execFileSync(
    "npm",
    ["pack", "--silent", "--ignore-scripts", "--pack-destination", directory],
    {
      cwd: projectTop,
      env: npmEnvironment(directory),
      encoding: "utf8",
      shell: process.platform === "win32",
    },
  )
  return join(directory, output.trim())
}

/** An environment in which npm has nothing but `home`: its cache, its settings and its global packages. */
export function npmEnvironment(home: string): NodeJS.ProcessEnv {
  const own = Object.entries(isolatedEnvironment(home)).filter(([name]) => !/^npm_/i.test(name))
  return {
    ...Object.fromEntries(own),
    npm_config_cache: join(home, "npm-cache"),
    npm_config_prefix: join(home, "npm-prefix"),
    npm_config_userconfig: join(home, "npmrc"),
    npm_config_globalconfig: join(home, "npmrc-global"),
    npm_config_audit: "false",
    npm_config_fund: "false",
    npm_config_update_notifier: "false",
    // whatever is asked of the network is an error at once
    npm_config_registry: "http://127.0.0.1:9/",
    npm_config_fetch_retries: "0",
  }
}

export interface Registry {
  readonly url: string
  close(): void
}

/** A registry on this machine that has one package, the tarball's. */
export async function registryOf(tarball: string): Promise<Registry> {
  const bytes = readFileSync(tarball)
  const manifest = JSON.parse(readFileSync(join(projectTop, "package.json"), "utf8")) as {
    readonly name: string
    readonly version: string
  }
  const { name, version } = manifest
  const server = createServer((request, answer) => {
    const url = `http://${request.headers.host}`
    if (request.url === `/${name}`) {
      const integrity = `sha512-${createHash("sha512").update(bytes).digest("base64")}`
      const dist = { tarball: `${url}/${name}.tgz`, integrity }
      answer.setHeader("content-type", "application/json")
      answer.end(
        JSON.stringify({
          name,
          "dist-tags": { latest: version },
          versions: { [version]: { ...manifest, dist } },
        }),
      )
    } else if (request.url === `/${name}.tgz`) answer.end(bytes)
    else answer.writeHead(404).end()
  })
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() }
}

/** Runs a program while this process goes on, to serve a registry for instance. */
export function runBeside(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<GitRun> {
  return new Promise((answer) => {
    const done = (error: ExecFileException | null, stdout: string, stderr: string): void =>
      answer({
        status: error === null ? 0 : typeof error.code === "number" ? error.code : null,
        stdout,
        stderr,
      })
    execFile(program, args, { ...options, encoding: "utf8", maxBuffer: 1 << 28 }, done)
  })
}
