/**
 * An id that nobody else has. Not `crypto.randomUUID`, which browsers offer only to pages that came by HTTPS
 * or from this machine.
 */
export function randomId(): string {
  return [...crypto.getRandomValues(new Uint32Array(4))]
    .map((part) => part.toString(16).padStart(8, '0'))
    .join('');
}
