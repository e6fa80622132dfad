/**
 * Monaco writes what it shows as HTML, with positions and widths in style attributes. No nonce can let
 * these in, so the Content-Security-Policy keeps them all out; but a script may set a style. So Monaco's
 * HTML carries its styles under another name, and they are set as soon as it is parsed, before Monaco
 * goes on and measures what it wrote.
 */
const CARRIED = 'data-monaco-style';

/** A tag as Monaco writes it, with values in double quotes. In text it writes `&lt;`. */
const TAG = /<[a-z](?:"[^"]*"|[^">])*>/g;

/** A value, in which nothing is changed, or the attribute's name before one. */
const VALUE_OR_STYLE = /"[^"]*"|\sstyle(?==")/g;

export function carryStyles(html: string): string {
  return html.replace(TAG, (tag) =>
    tag.replace(VALUE_OR_STYLE, (found) => (found.startsWith('"') ? found : ` ${CARRIED}`)),
  );
}

/** From now on an element that is parsed into the page with a style under that name gets it set. */
export function setCarriedStyles() {
  const { prototype } = Element;
  const innerHTML = Object.getOwnPropertyDescriptor(prototype, 'innerHTML');
  Object.defineProperty(prototype, 'innerHTML', {
    ...innerHTML,
    set(this: Element, html: string) {
      innerHTML?.set?.call(this, html);
      setStylesIn(this);
    },
  });
  const { insertAdjacentHTML } = prototype;
  prototype.insertAdjacentHTML = function (position, html) {
    insertAdjacentHTML.call(this, position, html);
    setStylesIn(this.parentElement ?? this);
  };
}

function setStylesIn(parent: Element) {
  for (const element of parent.querySelectorAll<HTMLElement | SVGElement>(`[${CARRIED}]`)) {
    element.style.cssText = element.getAttribute(CARRIED) ?? '';
    element.removeAttribute(CARRIED);
  }
}
