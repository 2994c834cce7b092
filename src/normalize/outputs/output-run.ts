import { sameBytes } from "../../notebook/json/json-equality.js"
import type { Output } from "../../notebook/model.js"
import { playCarriageReturns, withoutEscapes } from "./terminal-text.js"
import { maskText } from "./text-masks.js"

/** One output to a reader: an output, or the neighboring chunks of one stream. Never empty. */
export type OutputRun = readonly Output[]

/** The outputs with the neighboring chunks of one stream put together. */
export function outputRuns(outputs: readonly Output[]): readonly OutputRun[] {
  const runs: Output[][] = []
  for (const output of outputs) {
    const last = runs.at(-1)
    if (last !== undefined && isNextChunk(last[0] as Output, output)) last.push(output)
    else runs.push([output])
  }
  return runs
}

function isNextChunk(before: Output, output: Output): boolean {
  return output.type === "stream" && before.type === "stream" && streamName(output) === streamName(before)
}

/** The stream's name; old notebooks left `stdout` out. */
export function streamName({ name }: Output): string {
  return name || "stdout"
}

export function sameRunBytes(a: OutputRun, b: OutputRun): boolean {
  return a.length === b.length && a.every((output, i) => sameBytes(output.value, b[i]?.value))
}

/** A stream's text as it is compared, line for line with `streamText`. */
export function streamCanonical(run: OutputRun): string {
  return maskText(streamText(run))
}

/** A stream's text as a reader saw it. */
export function streamText(run: OutputRun): string {
  return playCarriageReturns(run.map(({ text }) => text).join(""))
}

/** An error's traceback as it is compared, line for line with `errorText`. */
export function errorCanonical(output: Output): string {
  return maskText(errorText(output))
}

/** An error's traceback without colors, or what it says of itself where it has none. */
export function errorText({ ename, evalue, traceback }: Output): string {
  if (traceback.length === 0) return evalue === "" ? ename : `${ename}: ${evalue}`
  return withoutEscapes(traceback.join("\n"))
}
