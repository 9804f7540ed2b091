import { isPause } from './series.js';

/**
 * The points at which the line begins or ends: those beside a gap, and the newest. A line through
 * a single point, or through a few at a scale of hours, would have no length that can be seen.
 *
 * @param {readonly import('./series.js').Point[]} points
 */
export function dots(points) {
  return points.filter((point, index) => {
    const before = points[index - 1];
    const after = points[index + 1];
    return after === undefined || isPause(point, after) || (before && isPause(before, point));
  });
}
