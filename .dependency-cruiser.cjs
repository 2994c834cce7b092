// Layers: a folder of src/ imports only what stands to its left. Rooms: inside a layer, the same.
//   notebook → normalize → diff → { merge, render } → { html, select, verify } → node → git → web → cli

/** Each layer, and the layers that it may import. */
const layers = {
  notebook: [],
  normalize: ["notebook"],
  diff: ["notebook", "normalize"],
  merge: ["notebook", "normalize", "diff"],
  render: ["notebook", "normalize", "diff"],
  html: ["notebook", "normalize", "diff", "merge", "render"],
  select: ["notebook", "normalize", "diff", "render"],
  verify: ["notebook", "normalize", "diff", "render"],
  page: [],
  node: ["notebook", "normalize", "diff", "merge", "render"],
  git: ["notebook", "normalize", "diff", "merge", "render", "select", "verify", "node"],
  web: ["notebook", "normalize", "diff", "merge", "render", "html", "select", "verify", "node", "git"],
}

/** The rooms of a layer, lowest first: a room imports itself and those before it. "." is the layer's own folder. */
const rooms = {
  notebook: [["json"], ["."]],
  normalize: [["rules"], ["outputs"], ["canonical"], ["."]],
  diff: [["text"], ["model"], ["outputs"], ["align"], ["."], ["json"], ["nbdime"]],
  merge: [
    ["text"],
    ["decisions"],
    ["rules"],
    ["cells"],
    ["order"],
    ["splits"],
    ["."],
    ["resolve"],
    ["rework"],
  ],
  render: [["ink"], ["words"], ["parts"], ["."]],
  html: [["markup"], ["code"], ["markdown"], ["outputs"], ["."], ["merge"]],
  node: [["."], ["images"]],
  git: [
    ["repository"],
    ["notebooks"],
    ["settings"],
    ["kept-outputs", "install"],
    ["filter", "merge", "staging", "status"],
    ["diff"],
    ["."],
  ],
  web: [["server"], ["review", "merge"]],
  cli: [
    ["terminal"],
    ["page"],
    ["check", "completion", "diff", "normalize", "resolve"],
    ["select", "verify", "views"],
    ["web"],
    ["commands"],
    ["."],
  ],
}

const pure = "^src/(notebook|normalize|diff|merge|render|html|select|verify)/"

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    ...Object.entries(layers).map(([folder, left]) => layer(folder, left)),
    ...Object.entries(rooms).flatMap(([folder, order]) => roomRules(folder, order)),
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
    to: { path: "^src/", pathNot: `^src/(${[folder, ...left].join("|")})/` },
  }
}

/** One rule a room: of its own layer it imports itself and the rooms before it. Rooms that share a step of the order
 *  do not import each other. */
function roomRules(folder, order) {
  return order.flatMap((step, at) =>
    step.map((room) => ({
      name: `${folder}-${room === "." ? "root" : room}-imports-only-lower-rooms`,
      severity: "error",
      from: { path: inRoom(folder, room) },
      to: {
        path: `^src/${folder}/`,
        pathNot: [room, ...order.slice(0, at).flat()].map((lower) => inRoom(folder, lower)),
      },
    })),
  )
}

function inRoom(folder, room) {
  return room === "." ? `^src/${folder}/[^/]+$` : `^src/${folder}/${room}/`
}
