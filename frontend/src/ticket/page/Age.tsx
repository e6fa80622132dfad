import { formatAge, formatExactInstant } from '../../format';
import { useNow } from '../../ui/useNow';

interface Props {
  readonly instant: string;
}

/** `3 minutes ago`, and exactly when for whoever points at it. */
export function Age({ instant }: Props) {
  return (
    <time dateTime={instant} title={formatExactInstant(instant)}>
      {formatAge(instant, useNow())}
    </time>
  );
}
