import { Suspense } from 'react';
import { lazyPart } from '../../ui/lazyPart';
import { useConflicts } from './conflicts';

const ConflictDialog = lazyPart(async () => (await import('./ConflictDialog')).ConflictDialog);

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
