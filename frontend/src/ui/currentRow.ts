/** The row that keys are about, if it is in sight: the keyboard goes on there when what it was at is gone. */
export function currentRow(): HTMLElement | null {
  const row = document.querySelector<HTMLElement>('tr[data-current] a');
  if (!row) return null;
  const { top, bottom } = row.getBoundingClientRect();
  return top >= 0 && bottom <= window.innerHeight ? row : null;
}
