// notebook → normalize → diff → { render, merge }: a folder imports only what stands to its left.
// git and cli are the outside: only they see Node, and git never sees cli.

const pure = "^src/(notebook|normalize|diff|merge|render)/"

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    layer("notebook", ""),
    layer("normalize", "notebook"),
    layer("diff", "notebook|normalize"),
    layer("merge", "notebook|normalize|diff"),
    layer("render", "notebook|normalize|diff"),
    layer("git", "notebook|normalize|diff|merge|render"),
    {
      name: "pure-core-has-no-node",
      comment: "The core runs in a browser too: bytes in, values or bytes out.",
      severity: "error",
      from: { path: `${pure}|^src/index\\.ts$` },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "pure-core-has-no-terminal",
      comment: "Colour and commands are the outside's: the core is handed a paint function.",
      severity: "error",
      from: { path: `${pure}|^src/index\\.ts$` },
      to: { path: "node_modules/(commander|simple-git|kleur)/" },
    },
    {
      name: "no-barrel-inside",
      comment: "src/index.ts is the public surface; inside, import the file itself.",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^src/index\\.ts$" },
    },
    {
      name: "driver-starts-small",
      comment: "git starts a process for each file: the driver's bundle must not hold the CLI's packages.",
      severity: "error",
      from: { path: "^src/git/driver" },
      to: { path: "node_modules/(commander|simple-git)/", reachable: true },
    },
    {
      name: "no-cycle",
      comment: "Type-only cycles count: they are two files that are one.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "resolves",
      comment: "Every import names a file, a dependency or a Node built-in.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "nothing-imports-tests",
      severity: "error",
      from: { path: "^(src|bin|scripts)/" },
      to: { path: "^test/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(dist|test/fixtures)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["types", "import", "node", "default"],
      extensions: [".ts", ".mjs", ".js", ".cjs", ".d.ts"],
    },
  },
}

/** Of src/, `folder` imports itself and the folders `left` of it, and nothing else. */
function layer(folder, left) {
  return {
    name: `${folder}-imports-only-leftwards`,
    severity: "error",
    from: { path: `^src/${folder}/` },
    to: { path: "^src/", pathNot: `^src/(${[folder, left].filter(Boolean).join("|")})/` },
  }
}
