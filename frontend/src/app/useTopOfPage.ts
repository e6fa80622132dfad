import { useLayoutEffect } from 'react';
import { useLocation, useNavigationType } from 'react-router';

/** Another page begins at its top; going back is for the page itself, which knows where one was. */
export function useTopOfPage() {
  const { pathname } = useLocation();
  const isBack = useNavigationType() === 'POP';
  // biome-ignore lint/correctness/useExhaustiveDependencies: each page anew.
  useLayoutEffect(() => {
    if (!isBack) window.scrollTo(0, 0);
  }, [pathname]);
}
