const STEP = 1.25;

/**
 * @typedef {object} Gestures
 * @property {(pixels: number) => void} pan
 * @property {(factor: number, x: number) => void} zoom
 * @property {(x: number | null, y: number) => void} point where the pointer is; null where it left
 */

/**
 * Drag, wheel and pinch on a plot. A finger that moves down the page scrolls the page.
 *
 * @param {HTMLElement} plot
 * @param {Gestures} on
 */
export function bindGestures(plot, on) {
  /** @type {Map<number, {x: number, y: number}>} */
  const pointers = new Map();

  /** @param {MouseEvent} event */
  function placeOf(event) {
    const box = plot.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  /** @param {PointerEvent} event */
  function down(event) {
    if (event.button !== 0) return;
    pointers.set(event.pointerId, placeOf(event));
    plot.setPointerCapture(event.pointerId);
  }

  /** @param {PointerEvent} event */
  function move(event) {
    const place = placeOf(event);
    const before = pointers.get(event.pointerId);
    if (before !== undefined) {
      const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
      if (other === undefined) on.pan(place.x - before.x);
      else pinch(before, place, other);
      pointers.set(event.pointerId, place);
    }
    on.point(place.x, place.y);
  }

  /**
   * @param {{x: number, y: number}} before
   * @param {{x: number, y: number}} place
   * @param {{x: number, y: number}} other
   */
  function pinch(before, place, other) {
    const old = Math.hypot(before.x - other.x, before.y - other.y);
    const now = Math.hypot(place.x - other.x, place.y - other.y);
    if (old > 10 && now > 10) on.zoom(now / old, (place.x + other.x) / 2);
    on.pan((place.x - before.x) / 2);
  }

  /** @param {PointerEvent} event */
  function up(event) {
    pointers.delete(event.pointerId);
  }

  /** @param {PointerEvent} event */
  function leave(event) {
    if (event.pointerType === 'mouse') on.point(null, 0);
  }

  /** @param {WheelEvent} event */
  function wheel(event) {
    event.preventDefault();
    const { x } = placeOf(event);
    // A line of a wheel that counts lines is as long as a few pixels.
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      on.pan(-(event.deltaX || event.deltaY) * unit);
    } else {
      on.zoom(STEP ** (-(event.deltaY * unit) / 100), x);
    }
  }

  plot.addEventListener('pointerdown', down);
  plot.addEventListener('pointermove', move);
  plot.addEventListener('pointerup', up);
  plot.addEventListener('pointercancel', up);
  plot.addEventListener('pointerleave', leave);
  plot.addEventListener('wheel', wheel, { passive: false });
}
