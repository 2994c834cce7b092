import { expect, it } from "vitest"
import { errorReport } from "../../../src/diff/outputs/error-report.js"
import { failure, outputsOf } from "../../support/outputs.js"

it.each<[string, string[], string | undefined]>([
  [
    "IPython 8, in a library",
    [
      "\x1b[0;31mKeyError\x1b[0m    Traceback (most recent call last)",
      "Cell \x1b[0;32mIn[3]\x1b[0m, line 1\n\x1b[0;32m----> 1\x1b[0m load('x')",
      "File \x1b[0;32m~/env/lib/reader.py:120\x1b[0m, in \x1b[0;36mload\x1b[0;34m(path, mode)\x1b[0m\n    119 a\n--> 120 b",
      "KeyError: 'x'",
    ],
    "load, reader.py line 120",
  ],
  ["IPython 8, in a cell", ["Cell In[3], line 7\n      6 x\n----> 7 y", "NameError: y"], "cell line 7"],
  ["IPython 8, in a function of a cell", ["Cell In[3], line 7, in f(x)", "NameError: y"], "f, cell line 7"],
  ["IPython 8.0", ["Input In [5], in <cell line: 3>()\n      1 a\n----> 3 b", "E"], "cell line 3"],
  ["IPython 7, in a cell", ["<ipython-input-5-0123456789ab> in <module>\n----> 1 f()", "E"], "cell line 1"],
  [
    "IPython 7, in a library",
    [
      "<ipython-input-5-0123456789ab> in <module>\n----> 1 f()",
      "~/lib/a.py in f(x)\n      8 p\n----> 9 q",
      "E",
    ],
    "f, a.py line 9",
  ],
  ["Python", ['  File "C:\\lib\\a.py", line 3, in f\n    q', "E"], "f, a.py line 3"],
  ["a syntax error", ['  File "<ipython-input-5-0123456789ab>", line 1\n    a b', "E"], "cell line 1"],
  [
    "a syntax error of IPython 8",
    ["  Cell In[7], line 3\n    a b\n      ^", "SyntaxError: x"],
    "cell line 3",
  ],
  ["an ipykernel between the two", ["/tmp/ipykernel_7/12345.py in f(x)\n----> 1 y", "E"], "f, cell line 1"],
  ["another language", ["Error in f(): no", "Traceback:", "1. f()"], undefined],
  ["no traceback", [], undefined],
])("names the last frame: %s", (_, traceback, lastFrame) => {
  const [output] = outputsOf([failure("E", "why", traceback)])
  expect(errorReport(output!)).toEqual({ name: "E", value: "why", lastFrame })
})
