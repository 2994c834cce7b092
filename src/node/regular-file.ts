import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync } from "node:fs"

/** A file's bytes. A link that leads to a device or a pipe is not followed: a repository can hold one, and reading it
 *  would never end. What is named as such (`/dev/stdin`, a shell's `<(…)`) is read.
 *  @throws Error with the system's code, or EINVAL for such a link. */
export function readDiskFile(path: string): Buffer {
  if (!isLink(path)) return readFileSync(path)
  // without waiting for whoever would write into a pipe
  const descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  try {
    const stats = fstatSync(descriptor)
    if (!stats.isFile() && !stats.isDirectory())
      throw Object.assign(new Error("Not a regular file"), { code: "EINVAL" })
    return readFileSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

function isLink(path: string): boolean {
  return !/^\/(dev|proc)\//.test(path) && lstatSync(path).isSymbolicLink()
}
