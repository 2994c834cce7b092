export { boundedHighlight } from "./highlight-budget.js"
