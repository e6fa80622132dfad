/** Brings the keyboard to the beginning of the page, when what it was at goes away. */
export function focusContent() {
  document.getElementById('content')?.focus({ preventScroll: true });
}
