/** @typedef {import('./types.js').Store<import('./range.js').Range>} RangeStore */

const MARGIN = 0.04;

/**
 * Keeps the chosen span in view until the reader has dragged or zoomed the chart away from it.
 *
 * @param {import('lightweight-charts').ITimeScaleApi<import('lightweight-charts').Time>} timeScale
 * @param {HTMLElement} plot
 * @param {RangeStore} range
 */
export function createFollower(timeScale, plot, range) {
  let held = false;
  let place = view();

  function view() {
    const visible = timeScale.getVisibleLogicalRange();
    const width = visible === null ? 0 : visible.to - visible.from;
    return { width, right: timeScale.scrollPosition() };
  }

  // New points move both ends of the view, but neither its width nor its distance to the newest.
  function leaveIfMoved() {
    const now = view();
    const moved = Math.abs(now.width - place.width) > 1 || Math.abs(now.right - place.right) > 1;
    if (moved && range.get().following) range.set({ ...range.get(), following: false });
  }

  function hold() {
    held = true;
    place = view();
  }

  function release() {
    if (!held) return;
    held = false;
    leaveIfMoved();
  }

  plot.addEventListener('pointerdown', hold);
  plot.addEventListener('wheel', leaveIfMoved, { passive: true });
  window.addEventListener('pointerup', release);
  window.addEventListener('pointercancel', release);

  return {
    /**
     * @param {number} count how many places there are
     * @param {number} shown how many of them are the chosen span
     */
    follow(count, shown) {
      if (held || !range.get().following) return;
      const from = count - shown;
      timeScale.setVisibleLogicalRange({ from, to: from + shown * (1 + MARGIN) });
      place = view();
    },

    stop() {
      window.removeEventListener('pointerup', release);
      window.removeEventListener('pointercancel', release);
    },
  };
}
