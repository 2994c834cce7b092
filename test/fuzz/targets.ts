import { differ } from "./differ.js"
import { filterProtocol } from "./filter-protocol.js"
import { merger } from "./merger.js"
import { parser } from "./parser.js"
import { resolver } from "./resolver.js"
import type { Target } from "./target.js"

/** All that runs within the process; the drivers need the built program (see `driversOf`). */
export const targets: readonly Target[] = [parser, differ, merger, resolver, filterProtocol]
