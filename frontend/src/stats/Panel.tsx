import { Button, Skeleton, Title } from '@mantine/core';
import { type ReactNode, useId, useState } from 'react';
import { strings } from '../strings';
import { ErrorPanel } from '../ui/ErrorPanel';
import classes from './Panel.module.css';

/** What `useQuery` tells, as far as a panel cares. */
export interface Loaded<Data> {
  readonly data?: Data | undefined;
  readonly previousData?: Data | undefined;
  readonly error?: Error | undefined;
  readonly loading: boolean;
  readonly refetch: () => Promise<unknown>;
}

interface Props<Data> {
  readonly title: string;
  readonly result: Loaded<Data>;
  /** Kept from the first moment, so that nothing moves when the numbers come. */
  readonly height: string;
  readonly children: (data: Data) => ReactNode;
  /** The same numbers in rows. */
  readonly table?: (data: Data) => ReactNode;
  readonly className?: string | undefined;
}

/** One thing that the statistics say, with its own loading, failure and table. */
export function Panel<Data>(props: Props<Data>) {
  const { title, result, height, children, table, className } = props;
  const [asTable, setAsTable] = useState(false);
  const id = useId();
  // What a former range or filter gave stays until the new numbers are there.
  const data = result.data ?? result.previousData;
  const body = () => {
    if (result.error) {
      return (
        <ErrorPanel error={result.error} onRetry={() => void result.refetch().catch(ignore)} />
      );
    }
    if (data === undefined) return <Skeleton className={classes.fill} />;
    return asTable && table ? table(data) : children(data);
  };
  return (
    <section
      className={className ? `${classes.panel} ${className}` : classes.panel}
      aria-labelledby={id}
      aria-busy={result.loading}
    >
      <header className={classes.header}>
        <Title order={2} id={id} className={classes.title}>
          {title}
        </Title>
        {table && (
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            aria-pressed={asTable}
            aria-describedby={id}
            onClick={() => setAsTable(!asTable)}
          >
            {strings.stats.asTable}
          </Button>
        )}
      </header>
      <div className={classes.body} style={{ minHeight: height }}>
        {body()}
      </div>
    </section>
  );
}

/** The panel shows the error that a new attempt ends with. */
function ignore() {}
