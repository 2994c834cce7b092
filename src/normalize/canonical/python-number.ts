/** A JSON number as Python's json writes it once it has read it: whole numbers digit by digit, others as the
 *  shortest text that reads back the same, in `float.__repr__`'s form. */
export function pythonNumber(token: string): string {
  if (/^-?\d+$/.test(token)) return token === "-0" ? "0" : token
  const value = Number(token)
  if (Number.isNaN(value)) return "NaN"
  if (!Number.isFinite(value)) return value < 0 ? "-Infinity" : "Infinity"
  const sign = value < 0 || Object.is(value, -0) ? "-" : ""
  return sign + positiveFloat(Math.abs(value))
}

/** JavaScript and Python agree on the digits and not on where the exponent starts. */
function positiveFloat(value: number): string {
  const [mantissa = "0", power = "0"] = value.toExponential().split("e")
  const digits = mantissa.replace(".", "")
  const exponent = Number(power)
  if (exponent < FIRST_PLAIN_EXPONENT || exponent > LAST_PLAIN_EXPONENT) return scientific(digits, exponent)
  if (exponent < 0) return `0.${"0".repeat(-exponent - 1)}${digits}`
  return `${digits.slice(0, exponent + 1).padEnd(exponent + 1, "0")}.${digits.slice(exponent + 1) || "0"}`
}

/** Python's `repr` writes 0.0001 and 1e-05, 1000000000000000.0 and 1e+16. */
const FIRST_PLAIN_EXPONENT = -4
const LAST_PLAIN_EXPONENT = 15

function scientific(digits: string, exponent: number): string {
  const rest = digits.length > 1 ? `.${digits.slice(1)}` : ""
  const sign = exponent < 0 ? "-" : "+"
  return `${digits[0]}${rest}e${sign}${String(Math.abs(exponent)).padStart(2, "0")}`
}
