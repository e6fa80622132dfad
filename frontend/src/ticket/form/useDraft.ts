import { useCallback, useRef, useState } from 'react';
import { type Draft, emptyDraft, loadDraft, storeDraft } from './draft';

/** The draft of this tab, stored with every change, before it is shown. */
export function useDraft(storage: Storage | undefined) {
  const [draft, setDraft] = useState(() => loadDraft(storage));
  const latest = useRef(draft);

  const replace = useCallback(
    (next: Draft) => {
      latest.current = next;
      storeDraft(storage, next);
      setDraft(next);
    },
    [storage],
  );
  const change = useCallback(
    (changes: Partial<Draft>) => replace({ ...latest.current, ...changes }),
    [replace],
  );
  const clear = useCallback(() => replace(emptyDraft()), [replace]);

  return { draft, change, replace, clear };
}
