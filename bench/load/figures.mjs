// Numbers: rounding, quantiles, medians, and chance that repeats.

export const round = (value, digits = 2) => (Number.isFinite(value) ? Number(value.toFixed(digits)) : null);

/** The middle ones of a list of times in milliseconds, and the ends of it. */
export const summary = (times) => {
  const sorted = Float64Array.from(times).sort();
  const at = (share) => (sorted.length ? round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]) : null);
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
};

export const median = (values) => {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  if (!sorted.length) return null;
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** The same series for the same seed (xorshift32), so that every server gets the same schedule: numbers in [0, 1). */
export const chance = (seed) => {
  let state = seed * 2654435761 >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
};

export const sum = (list, of) => list.reduce((total, one) => total + of(one), 0);

/** `count` places among `total`, spread evenly, first and last among them. */
export const spread = (total, count) =>
  new Set(Array.from({ length: Math.min(count, total) }, (_, i) => Math.round((i * (total - 1)) / Math.max(1, Math.min(count, total) - 1))));

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
