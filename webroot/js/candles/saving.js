/**
 * Has the browser save a file.
 *
 * @param {Blob} blob
 * @param {string} name
 */
export function save(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The browser reads the file behind this task.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/**
 * The chart as a picture, on the colour of its card, with a line of text above.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {{text: string, back: string, color: string, font: string}} look
 * @returns {Promise<Blob>}
 */
export function pictureOf(canvas, { text, back, color, font }) {
  const ratio = devicePixelRatio;
  const head = Math.round(32 * ratio);
  const picture = document.createElement('canvas');
  picture.width = canvas.width;
  picture.height = canvas.height + head;
  const context = /** @type {CanvasRenderingContext2D} */ (picture.getContext('2d'));
  context.fillStyle = back;
  context.fillRect(0, 0, picture.width, picture.height);
  context.fillStyle = color;
  context.font = `${Math.round(13 * ratio)}px ${font}`;
  context.textBaseline = 'middle';
  context.fillText(text, 10 * ratio, head / 2);
  context.drawImage(canvas, 0, head);
  return new Promise((resolve, reject) =>
    picture.toBlob((blob) => (blob === null ? reject(new Error('there is no picture')) : resolve(blob))),
  );
}
