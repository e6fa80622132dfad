import { Suspense, useState } from 'react';
import { lazyPart } from '../../ui/lazyPart';
import { useIsWriting } from '../../ui/useIsWriting';
import { useConflicts } from './conflicts';

const ConflictDialog = lazyPart(async () => (await import('./ConflictDialog')).ConflictDialog);

/** Asks whose change is to stay, whenever two people have changed the same ticket. Whoever writes is asked afterwards. */
export function Conflicts() {
  const conflicts = useConflicts();
  const isWriting = useIsWriting();
  const [isOpen, setIsOpen] = useState(false);
  const isWanted = conflicts.length > 0 && (isOpen || !isWriting);
  if (isWanted !== isOpen) setIsOpen(isWanted);
  if (!isOpen) return null;
  return (
    <Suspense>
      <ConflictDialog conflicts={conflicts} />
    </Suspense>
  );
}
