import { text } from './admin-language.js';

export const at = (id) => document.querySelector(`[data-testid="${id}"]`);

/**
 * Replaces the rows of a table.
 *
 * @param {[string, string?][]} heads texts of the columns, each with a class
 * @param {(string | {text: string, kind: string} | Node)[][]} rows
 */
export function fill(id, heads, rows) {
  const head = document.createElement('tr');
  for (const [name, kind] of heads) {
    const cell = document.createElement('th');
    cell.scope = 'col';
    cell.textContent = name && text(name);
    cell.className = kind ?? '';
    head.append(cell);
  }
  const body = rows.map((row) => {
    const line = document.createElement('tr');
    row.forEach((value, column) => {
      const cell = document.createElement('td');
      cell.className = heads[column][1] ?? '';
      if (value instanceof Node) {
        cell.append(value);
      } else {
        cell.textContent = value.text ?? value;
        if (value.kind) {
          cell.classList.add(value.kind);
        }
      }
      line.append(cell);
    });
    return line;
  });
  if (!rows.length) {
    const cell = document.createElement('td');
    cell.colSpan = heads.length;
    cell.textContent = text('none');
    const line = document.createElement('tr');
    line.append(cell);
    body.push(line);
  }
  at(id).replaceChildren(head, ...body);
}

/** A button of a row, whose label names the row. */
export function button(name, label, action) {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = 'button quiet';
  made.textContent = text(name);
  made.setAttribute('aria-label', `${text(name)}: ${label}`);
  made.addEventListener('click', action);
  return made;
}

/** Shows the result of an operation, or its error. */
export function tell(done, problem) {
  at('done').textContent = done;
  at('problem').textContent = problem;
}
