import fc from "fast-check"
import { expect, it } from "vitest"
import { outputCanonical, sameOutputs } from "../../../src/normalize/outputs/output-canonical.js"
import { outputRuns, streamCanonical, streamText } from "../../../src/normalize/outputs/output-run.js"
import { playCarriageReturns } from "../../../src/normalize/outputs/terminal-text.js"
import { maskText } from "../../../src/normalize/outputs/text-masks.js"
import {
  arbitraryRun,
  arbitraryTemplates,
  arbitraryWords,
  templates,
  written,
} from "../../support/arbitrary-outputs.js"
import { outputsOf, stream } from "../../support/outputs.js"
import { runs } from "../../support/thorough.js"

const seeded = { seed: 7, numRuns: runs(500) }

it("is the same for any two runs of the same outputs, both ways round", () => {
  fc.assert(
    fc.property(arbitraryTemplates, arbitraryRun, arbitraryRun, (list, one, other) => {
      const a = outputsOf(written(list, one))
      const b = outputsOf(written(list, other))
      expect(sameOutputs(a, a)).toBe(true)
      expect(sameOutputs(a, b)).toBe(true)
      expect(sameOutputs(b, a)).toBe(true)
    }),
    seeded,
  )
})

it.each(Object.entries(templates))("is another one when a person's words change: %s", (_, template) => {
  fc.assert(
    fc.property(arbitraryWords, arbitraryWords, arbitraryRun, arbitraryRun, (words, others, one, other) => {
      const a = outputsOf(template(words, one))
      const b = outputsOf(template(others, other))
      expect(sameOutputs(a, b)).toBe(words === others)
      expect(sameOutputs(b, a)).toBe(words === others)
    }),
    { seed: 7, numRuns: runs(200) },
  )
})

/** Text of the pieces that masks look for, in any order. */
const pieces = fc
  .array(
    fc.constantFrom(
      ..."\n|\r|\b| |: |:|/|.py|3|12|…|x|>|[|]|at |0x7f3204e36828|<X at 0x10cb87>|/tmp/ipykernel_1/2.py|Cell In[3]".split(
        "|",
      ),
      ..."Out[3]:|Wall time: 3 s|UserWarning:|.py:3: |[00:26<00:00, 2.5it/s|] - |= |5s 3ms/step|\x1b[31m|\x1b[A|\x1b[K".split(
        "|",
      ),
      "ipython-input-5-0123456789ab",
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""))

it("is a fixed point: masking twice masks no more, and a played text stays", () => {
  fc.assert(
    fc.property(pieces, (text) => {
      const played = playCarriageReturns(text)
      expect(playCarriageReturns(played)).toBe(played)
      expect(maskText(maskText(played))).toBe(maskText(played))
    }),
    { seed: 7, numRuns: runs(5000) },
  )
})

it("has the lines of the text that is shown, one for one", () => {
  fc.assert(
    fc.property(pieces, (text) => {
      const run = outputsOf([stream(text)])
      expect(streamCanonical(run).split("\n")).toHaveLength(streamText(run).split("\n").length)
    }),
    { seed: 7, numRuns: runs(2000) },
  )
})

it("tells outputs apart however their parts are cut", () => {
  const forms = (...texts: readonly string[]): readonly string[] =>
    outputRuns(outputsOf(texts.map((text, i) => stream(text, i % 2 === 0 ? "stdout" : "stderr")))).map(
      (run) => outputCanonical(run),
    )
  expect(forms("a", "b").join()).not.toBe(forms("a,b").join())
})
