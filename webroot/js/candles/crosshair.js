import { paintLabel } from './paint.js';
import { priceAt } from './pricescale.js';
import { percent } from './paintframe.js';
import { AXIS_HEIGHT } from './scene.js';

/**
 * The lines at the pointer, with the price and the time there, on a canvas over that of the candles:
 * a pointer that moves does not have all candles painted again.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {import('./scene.js').Scene} scene
 * @param {import('./paintframe.js').Look} look
 * @param {{x: number, y: number | null, time: string}} place `y` is null where keys move it
 * @param {import('./paint.js').Palette} palette
 */
export function paintCrosshair(context, scene, look, { x, y, time }, palette) {
  const { width, height, axis } = look;
  const plot = height - AXIS_HEIGHT;
  context.clearRect(0, 0, width + axis, height);
  context.font = `12px ${palette.font}`;
  context.strokeStyle = palette.color('--chart-cross');
  context.lineWidth = 1;
  context.setLineDash([3, 3]);
  context.beginPath();
  context.moveTo(Math.round(x) + 0.5, 0);
  context.lineTo(Math.round(x) + 0.5, plot);
  if (y !== null && y < plot) {
    context.moveTo(0, Math.round(y) + 0.5);
    context.lineTo(width, Math.round(y) + 0.5);
  }
  context.stroke();
  context.setLineDash([]);
  const back = palette.color('--chart-label');
  const wide = context.measureText(time).width + 14;
  const left = Math.max(0, Math.min(x - wide / 2, width - wide));
  paintLabel(context, { x: left, y: plot + AXIS_HEIGHT / 2, wide, text: time }, back, '#ffffff');
  if (y === null || y >= scene.scale.height) return;
  const price = priceAt(scene.scale, y);
  const text = scene.compared.length > 0 ? percent(price, scene.base) : look.price(price);
  paintLabel(context, { x: width, y, wide: axis, text }, back, '#ffffff');
}
