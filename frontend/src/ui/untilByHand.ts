const BY_HAND = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const;

/** Aborted once the person scrolls, presses or types: from then on the page moves nothing from under them. */
export function untilByHand(): AbortSignal {
  const controller = new AbortController();
  const { signal } = controller;
  for (const type of BY_HAND) {
    const abort = () => controller.abort();
    window.addEventListener(type, abort, { capture: true, passive: true, signal });
  }
  return signal;
}
