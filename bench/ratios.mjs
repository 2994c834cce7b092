// What timings say of each other.

export function median(values) {
  return quantile(values, 0.5)
}

export function quantile(values, share) {
  const sorted = [...values].sort((x, y) => x - y)
  const at = (sorted.length - 1) * share
  const low = Math.floor(at)
  return sorted[low] + (sorted[Math.ceil(at)] - sorted[low]) * (at - low)
}

/** How many times longer ours takes than the other, which took turns with it: the median of the rounds' ratios, the
 *  ratio of the shortest runs, and how far the middle half of the rounds' ratios lies apart, as a share. */
export function ratioOf(ours, other) {
  const ratios = ours.map((ms, i) => ms / other[i])
  const middle = median(ratios)
  return {
    median: middle,
    least: Math.min(...ours) / Math.min(...other),
    spread: (quantile(ratios, 0.75) - quantile(ratios, 0.25)) / middle,
  }
}

/** The machine was too busy for the verdict where the median and the shortest runs do not agree on it. */
export function verdictOf({ median: middle, least }, limit) {
  if (middle <= limit && least <= limit) return "PASS"
  return middle > limit && least > limit ? "FAIL" : "UNSURE"
}

/** The power with which cost grows: the slope through (log size, log cost). */
export function exponentOf(points) {
  const logs = points.map(([size, cost]) => [Math.log(size), Math.log(cost)])
  const [meanX, meanY] = [0, 1].map((axis) => logs.reduce((sum, point) => sum + point[axis], 0) / logs.length)
  const over = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0)
  return over / logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0)
}
