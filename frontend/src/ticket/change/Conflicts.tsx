import { lazy, Suspense } from 'react';
import { useConflicts } from './conflicts';

const ConflictDialog = lazy(async () => ({
  default: (await import('./ConflictDialog')).ConflictDialog,
}));

/** Asks whose change is to stay, whenever two people have changed the same ticket. */
export function Conflicts() {
  const conflicts = useConflicts();
  if (conflicts.length === 0) return null;
  return (
    <Suspense>
      <ConflictDialog conflicts={conflicts} />
    </Suspense>
  );
}
