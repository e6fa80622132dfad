import { useRef, useState } from 'react';

const NOTHING: ReadonlySet<string> = new Set();

/** Which rows are selected; `scope` is what they belong to, and with another one nothing is. */
export function useSelection(ids: readonly string[], scope: unknown) {
  const [selection, setSelection] = useState({ scope, ids: NOTHING });
  const anchor = useRef<string>(undefined);
  const set = (ids: ReadonlySet<string>) => setSelection({ scope, ids });
  const selected = selection.scope === scope ? selection.ids : NOTHING;

  return {
    selected,
    toggle(id: string) {
      anchor.current = id;
      const next = new Set(selected);
      if (!next.delete(id)) next.add(id);
      set(next);
    },
    /** Selects everything from where the last one was selected to here. */
    extendTo(id: string) {
      const [from, to] = [ids.indexOf(anchor.current ?? id), ids.indexOf(id)];
      const [first, last] = from < 0 ? [to, to] : [Math.min(from, to), Math.max(from, to)];
      set(new Set([...selected, ...ids.slice(first, last + 1)]));
    },
    selectAll: (isSelected: boolean) => set(isSelected ? new Set(ids) : NOTHING),
    clear: () => set(NOTHING),
  };
}
