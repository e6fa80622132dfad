let pressed = false;

/**
 * Runs at once, or, while something is being pressed, when that has ended: what is pressed must not move away
 * from under the finger.
 */
export function afterPress(action: () => void) {
  if (!pressed) return action();
  const run = () => {
    window.removeEventListener('pointerup', run);
    window.removeEventListener('pointercancel', run);
    // The click comes after the pointer has gone up.
    setTimeout(action);
  };
  window.addEventListener('pointerup', run);
  window.addEventListener('pointercancel', run);
}

const press = (event: PointerEvent) => {
  pressed = event.type === 'pointerdown';
};
for (const type of ['pointerdown', 'pointerup', 'pointercancel'] as const) {
  window.addEventListener(type, press, { capture: true });
}
