import { useMemo } from 'react';
import { type Area, read, useKept, write } from '../../ui/storage';
import { type Draft, draftIn, NAME } from './draft';

/** The draft of this tab, stored with every change, before it is shown. */
export function useDraft(area: Area) {
  const kept = useKept(NAME, area);
  const draft = useMemo(() => draftIn(kept), [kept]);

  const latest = () => draftIn(read(NAME, area));
  const replace = (next: Draft) => write(NAME, JSON.stringify(next), area);
  const change = (changes: Partial<Draft>) => {
    // There may have been another change since this draft was shown.
    const isKept = read(NAME, area) !== null;
    replace({ ...(isKept ? latest() : draft), ...changes });
  };
  const clear = () => write(NAME, null, area);

  return { draft, latest, change, replace, clear };
}
