// One chunk for the commands that choose parts of notebooks: each of them alone would be as large.
export { runPick } from "./pick-command.js"
export { runSelection } from "./select-command.js"
