export { openLocalOutputs } from "./local-outputs.js"
