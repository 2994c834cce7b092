/** The tool that registers a driver under this name, where it is one of those that people use on notebooks. */
export function knownTool(driver: string): string | undefined {
  return Object.hasOwn(TOOLS, driver) ? TOOLS[driver] : undefined
}

/** By the names in git's attributes that the tools' own installation writes. */
const TOOLS: Readonly<Record<string, string>> = {
  jupyternotebook: "nbdime",
  ipynb: "nbstripout",
  nbstripout: "nbstripout",
  jupytext: "jupytext",
  "jupyter-notebook": "nbconvert",
  nbconvert: "nbconvert",
  "strip-notebook-output": "nbconvert",
  "nbdev-merge": "nbdev",
  lfs: "Git LFS",
}
