// Preloaded into each Node process of a measured run: appends its processor time (microseconds) and peak memory
// (kilobytes) to a file as it ends.

const { appendFileSync } = require("node:fs")

process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  appendFileSync(process.env.NBDIFF_BENCH_USAGE, `${userCPUTime + systemCPUTime} ${maxRSS}\n`)
})
