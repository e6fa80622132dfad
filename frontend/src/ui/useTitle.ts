import { useEffect } from 'react';
import { strings } from '../strings';

/** Names the page in the browser's tab. */
export function useTitle(title: string) {
  useEffect(() => {
    document.title = `${title} · ${strings.app.name}`;
  }, [title]);
}
