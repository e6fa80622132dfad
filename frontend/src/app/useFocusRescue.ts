import { useEffect } from 'react';
import { currentRow } from '../ui/currentRow';
import { focusContent } from '../ui/focusContent';

/** Parts of a page that are about one thing, and those that have the keyboard's attention anyway; less than all of it. */
const REGION =
  ':is(tr, section, form, fieldset, nav, aside, [role="group"], [role="dialog"], [tabindex]):not(main)';
/** Whoever takes something away may say by then where the keyboard goes on. */
const PATIENCE_MS = 250;

/**
 * Keeps the keyboard on the page: when what it was at goes away or can be used no more, it comes to the part of the
 * page that this was in.
 */
export function useFocusRescue() {
  useEffect(() => {
    let last: Element | undefined;
    let regions: readonly HTMLElement[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    let lostAt = Number.POSITIVE_INFINITY;

    const settle = () => {
      clearTimeout(timer);
      timer = undefined;
      lostAt = Number.POSITIVE_INFINITY;
    };
    const remember = ({ target }: FocusEvent) => {
      settle();
      if (!(target instanceof Element)) return;
      last = target;
      regions = regionsAround(target);
    };
    const isLost = () => {
      const { activeElement, body } = document;
      // A control that is disabled keeps the focus until the page is drawn.
      return (
        last !== undefined &&
        (activeElement === body || activeElement === last) &&
        (!last.isConnected || last.matches(':disabled'))
      );
    };
    const rescue = () => {
      settle();
      if (!isLost()) return;
      const region = regions.find(({ isConnected }) => isConnected);
      // A row is known by what it links to.
      const place = region
        ? (region.matches('tr') && region.querySelector('a')) || region
        : currentRow();
      if (!place) return focusContent();
      if (place === region && !region.hasAttribute('tabindex')) region.tabIndex = -1;
      place.focus({ preventScroll: true });
    };
    const changes = new MutationObserver(() => {
      if (timer !== undefined || !isLost()) return;
      timer = setTimeout(rescue, PATIENCE_MS);
      lostAt = performance.now();
    });
    /** A key does not wait, unless it is the one that took something away. */
    const press = ({ timeStamp }: KeyboardEvent) => {
      if (lostAt < timeStamp) rescue();
    };

    document.addEventListener('focusin', remember);
    document.addEventListener('keydown', press, true);
    changes.observe(document.body, {
      childList: true,
      subtree: true,
      attributeFilter: ['disabled'],
    });
    return () => {
      document.removeEventListener('focusin', remember);
      document.removeEventListener('keydown', press, true);
      changes.disconnect();
      clearTimeout(timer);
    };
  }, []);
}

function regionsAround(element: Element): HTMLElement[] {
  const regions: HTMLElement[] = [];
  let region = element.parentElement?.closest<HTMLElement>(REGION);
  while (region) {
    regions.push(region);
    region = region.parentElement?.closest<HTMLElement>(REGION);
  }
  return regions;
}
