import { useEffect, useLayoutEffect, useRef } from 'react';
import { useLocation } from 'react-router';
import { focusContent } from '../ui/focusContent';
import { untilByHand } from '../ui/untilByHand';
import { notePlace, placeOf, useResumedVisit, useVisit } from '../ui/visits';

/**
 * Another page begins at its top; going back leads to where one was. The list sees to that itself, since it has to
 * load so many rows again. The keyboard goes to the page's beginning, too, if what it was at is gone.
 */
export function useTopOfPage() {
  const { pathname } = useLocation();
  const visit = useVisit();
  const resumed = useResumedVisit();
  const isList = pathname === '/';

  // biome-ignore lint/correctness/useExhaustiveDependencies: each page anew.
  useLayoutEffect(() => {
    if (resumed === undefined) window.scrollTo(0, 0);
  }, [pathname]);

  useLayoutEffect(() => {
    if (isList) return;
    const top = (resumed !== undefined && placeOf(resumed)?.top) || 0;
    const settled = new AbortController();
    const goOn = () => {
      window.scrollTo(0, top);
      if (window.scrollY >= top) settled.abort();
    };
    // A page grows as what it shows comes in.
    const growth = new ResizeObserver(goOn);
    settled.signal.addEventListener('abort', () => growth.disconnect());
    untilByHand().addEventListener('abort', () => settled.abort());
    if (resumed === undefined) settled.abort();
    else growth.observe(document.body);
    const note = () => {
      if (settled.signal.aborted) notePlace(visit, { top: window.scrollY });
    };
    window.addEventListener('scroll', note, { passive: true });
    return () => {
      settled.abort();
      window.removeEventListener('scroll', note);
    };
  }, [visit, resumed, isList]);

  const former = useRef(pathname);
  useEffect(() => {
    if (former.current === pathname) return;
    former.current = pathname;
    if (document.activeElement === document.body) focusContent();
  }, [pathname]);
}
