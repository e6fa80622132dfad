import { useEffect, useLayoutEffect, useRef } from 'react';
import { useLocation, useNavigationType } from 'react-router';
import { focusContent } from '../ui/focusContent';

/**
 * Another page begins at its top; going back is for the page itself, which knows where one was. The keyboard goes to
 * its beginning, too, if what it was at is gone.
 */
export function useTopOfPage() {
  const { pathname } = useLocation();
  const isBack = useNavigationType() === 'POP';
  // biome-ignore lint/correctness/useExhaustiveDependencies: each page anew.
  useLayoutEffect(() => {
    if (!isBack) window.scrollTo(0, 0);
  }, [pathname]);

  const former = useRef(pathname);
  useEffect(() => {
    if (former.current === pathname) return;
    former.current = pathname;
    if (document.activeElement === document.body) focusContent();
  }, [pathname]);
}
