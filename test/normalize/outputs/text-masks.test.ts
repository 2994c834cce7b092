import { describe, expect, it } from "vitest"
import { maskText } from "../../../src/normalize/outputs/text-masks.js"

describe("what two runs write differently is masked", () => {
  it.each([
    [
      "an object's address",
      "<matplotlib.figure.Figure at 0x7f3204e36828>",
      "<matplotlib.figure.Figure at 0x11001a8d0>",
    ],
    ["a short address", "<HTML at 0x3117b10>", "<HTML at 0x23e7b10>"],
    [
      "an address of Windows",
      "<AksCompute object at 0x000001EF61DEB278>",
      "<AksCompute object at 0x000001EF61DEE0F0>",
    ],
    ["a lambda's address", "<function <lambda> at 0x10cb87160>", "<function <lambda> at 0x1181090b8>"],
    ["an address in escaped HTML", "&lt;Axes at 0x10cb87&gt;", "&lt;Axes at 0x11cb87&gt;"],
    [
      "an address in the middle of a repr",
      "<Future at 0x7f11a80cbd5c state=finished>",
      "<Future at 0x7f22ba83015c state=finished>",
    ],
    ["a bare pointer", "id: 0x7f11a80cbd50", "id: 0x55d5c8a3e0f8"],
    ["an environment of R", "<environment: 0x55d5c8a3e0f1>", "<environment: 0x55d5c8a3e0f9>"],
    ["a pointer of Julia", "Ptr{Nothing} @0x00007f3c5c0a1234", "Ptr{Nothing} @0x00007f3c5c0b4321"],
    [
      "ipykernel's file",
      "File /tmp/ipykernel_4711/1234567.py:3, in f()",
      "File /tmp/ipykernel_99/7654321.py:3, in f()",
    ],
    [
      "ipykernel's file on a Mac",
      "/var/folders/m3/z6c6rcdj/T/ipykernel_1/2.py:1",
      "/var/folders/45/yfzw4rzj/T/ipykernel_3/4.py:1",
    ],
    [
      "ipykernel's file on Windows",
      'File "C:\\Users\\ann\\AppData\\Local\\Temp\\ipykernel_1\\2.py", line 1',
      'File "D:\\tmp\\ipykernel_3\\4.py", line 1',
    ],
    [
      "IPython's name of a cell",
      "<ipython-input-5-0123456789ab> in f(x)",
      "<ipython-input-71-ba9876543210> in f(x)",
    ],
    ["the count of a cell", "Cell In[5], line 3", "Cell In[17], line 3"],
    [
      "the count of a cell in IPython 8.0",
      "Input In [5], in <cell line: 3>()",
      "Input In [6], in <cell line: 3>()",
    ],
    ["the count of a result", "Out[3]: 5", "Out[12]: 5"],
    [
      "where a warning was raised",
      "/home/ann/env/lib/python3.9/site-packages/torch/nn/_reduction.py:43: UserWarning: size_average",
      "C:\\Program Files\\py\\torch\\nn\\_reduction.py:47: UserWarning: size_average",
    ],
    [
      "a warning of a cell",
      "<ipython-input-3-0123456789ab>:2: FutureWarning: x",
      "/tmp/ipykernel_1/2.py:3: FutureWarning: x",
    ],
    [
      "the measure of %timeit",
      "12.3 ms ± 47 µs per loop (mean ± std. dev. of 7 runs, 100 loops each)",
      "9.87 µs ± 1.2 ns per loop (mean ± std. dev. of 7 runs, 1,000 loops each)",
    ],
    [
      "the measure of %timeit before IPython 6",
      "100 loops, best of 3: 12.3 ms per loop",
      "10 loops, best of 5: 1.2 s per loop",
    ],
    ["the wall time", "Wall time: 1min 2s", "Wall time: 9.06 µs"],
    [
      "the processor's time",
      "CPU times: user 3 us, sys: 1 us, total: 4 us",
      "CPU times: user 1min 3s, sys: 0 ns, total: 1min 3s",
    ],
    [
      "the rate of tqdm",
      "100%|██████████| 78540/78540 [00:26<00:00, 2991.68it/s]",
      "100%|██████████| 78540/78540 [1:00:27<00:00,  1.88s/it]",
    ],
    ["tqdm before its first step", "0%| | 0/41 [00:00<?, ?it/s]", "0%| | 0/41 [00:02<?, ?it/s]"],
    ["tqdm without a total", "7it [00:26, 2.5it/s]", "7it [00:31,  1.5s/it]"],
    [
      "tqdm with a unit of its own",
      "2/2 [00:01<00:00, 1.81 examples/s]",
      "2/2 [00:02<00:00,  1.10s/ examples]",
    ],
    ["fastprogress", "100.00% [5/5 00:12&lt;00:00 loss]", "100.00% [5/5 00:14&lt;00:00 loss]"],
    ["the rate of Keras", "9/9 [=====] - 5s 3ms/step - loss: 0.2", "9/9 [=====] - 1s 83us/step - loss: 0.2"],
    ["the rate of Keras 3", "9/9 ━━━━ 5s 3ms/step - loss: 0.2", "9/9 ━━━━ 1:05 30ms/step - loss: 0.2"],
    ["the remaining time of Keras", "1/9 [=>...] - ETA: 1:23 - loss: 2", "1/9 [=>...] - ETA: 7s - loss: 2"],
    ["the seconds of an old Keras", "9/9 [=====] - 5s - loss: 0.2", "9/9 [=====] - 7s - loss: 0.2"],
    [
      "the rate of pip",
      "   ━━━━━━━━ 12.3/12.3 MB 5.1 MB/s eta 0:00:00",
      "   ━━━━━━━━ 12.3/12.3 MB 51.8 MB/s eta 0:00:01",
    ],
    ["the rate of an old pip", "     |████████| 1.2 MB 5.1 MB/s ", "     |████████| 1.2 MB 17.0 MB/s "],
  ])("%s", (_, one, other) => {
    expect(maskText(one)).toBe(maskText(other))
    expect(maskText(maskText(one))).toBe(maskText(one))
  })
})

describe("what the user wrote differently is not", () => {
  it.each([
    ["a small number", "flags: 0xFF", "flags: 0xFE"],
    ["a color", "0xff8800", "0xff8808"],
    ["a 32-bit number", "0xdeadbee0", "0xdeadbee8"],
    ["a 64-bit constant", "0x9e3779b97f4a7c10", "0x9e3779b97f4a7c18"],
    [
      "a hash",
      "sha: 0x5fbdb2315678afecb367f032d93f642f64180aa8",
      "sha: 0x5fbdb2315678afecb367f032d93f642f64180aa0",
    ],
    ["a number that is not a multiple of 8", "mask 0x123456789abc", "mask 0x123456789abd"],
    ["a place in a program", "jump at 0x401000", "jump at 0x401008"],
    ["the class of an object", "<A at 0x7f3204e36828>", "<B at 0x7f3204e36828>"],
    ["the line of a cell", "Cell In[5], line 3", "Cell In[5], line 4"],
    [
      "the function of a frame",
      "<ipython-input-5-0123456789ab> in f(x)",
      "<ipython-input-5-0123456789ab> in g(x)",
    ],
    ["an index that reads like a count", "Out[3] = 5", "Out[4] = 5"],
    ["a list's place", "In[3]", "In[4]"],
    ["the text of a warning", "/a/b.py:1: UserWarning: x", "/a/b.py:1: UserWarning: y"],
    ["the category of a warning", "/a/b.py:1: UserWarning: x", "/a/b.py:1: FutureWarning: x"],
    ["a line that ends in a warning's words", "run 3: no UserWarning: x", "run 4: no UserWarning: x"],
    ["a time that is a result", "elapsed: 3 s", "elapsed: 4 s"],
    ["a clock", "Wall clock: 12:00", "Wall clock: 13:00"],
    ["a time in the middle of a sentence", "3 ns ± 1 ns per call", "4 ns ± 1 ns per call"],
    ["how far a bar came", "50%|███ | 5/10 [00:26<00:26, 1.0it/s]", "60%|███ | 6/10 [00:26<00:26, 1.0it/s]"],
    [
      "what is shown after a rate",
      "5/5 [00:26<00:00, 1.0it/s, loss=0.3]",
      "5/5 [00:26<00:00, 1.0it/s, loss=0.4]",
    ],
    ["a range in brackets", "[00:10, 00:20]", "[00:10, 00:30]"],
    ["a loss of Keras", "9/9 [=====] - 5s 3ms/step - loss: 0.2", "9/9 [=====] - 5s 3ms/step - loss: 0.3"],
    ["a speed that is a result", "bandwidth: 5.1 MB/s", "bandwidth: 5.2 MB/s"],
    ["a size of pip", "━━━━ 12.3/12.3 MB 5.1 MB/s eta 0:00:00", "━━━━ 12.4/12.4 MB 5.1 MB/s eta 0:00:00"],
  ])("%s", (_, one, other) => {
    expect(maskText(one)).not.toBe(maskText(other))
  })
})

it("masks line by line, so that a diff of masked lines is one of the lines themselves", () => {
  const text =
    "a 0x7f3204e36828\nWall time: 3 s\n\n/a/b.py:1: UserWarning: x\n  0%| | 0/41 [00:00<?, ?it/s]\n"
  expect(maskText(text).split("\n")).toHaveLength(text.split("\n").length)
})

it.each([
  "1",
  " ",
  ":",
  "0x1",
  "[1",
  "[00:26<00:00, 1",
  "/ipykernel_1",
  "abc/ipykernel_1/1.py",
  "x.py:1: A",
  "Wall time: 1s ",
  " 1s 1ms/",
])("is done with a line of a million times %j", (unit) => {
  const cues = "0x ipykernel_ ipython-input- Cell In Out[ Warning: CPU times: % [ s/ ] - B/s"
  expect(maskText(`${cues}\n${unit.repeat(1_000_000)}`).split("\n")).toHaveLength(2)
})
