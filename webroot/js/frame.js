/**
 * Draws at most once per animation frame, however often it is asked to.
 *
 * @param {() => void} draw
 * @param {Pick<Window, 'requestAnimationFrame' | 'cancelAnimationFrame'>} [frames]
 * @returns {{request: () => void, cancel: () => void}}
 */
export function perFrame(draw, frames = window) {
  /** @type {number | null} */
  let pending = null;
  return {
    request() {
      pending ??= frames.requestAnimationFrame(() => {
        pending = null;
        draw();
      });
    },
    cancel() {
      if (pending !== null) frames.cancelAnimationFrame(pending);
      pending = null;
    },
  };
}
