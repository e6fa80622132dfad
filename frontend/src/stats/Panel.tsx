import { Button, Skeleton, Text, Title } from '@mantine/core';
import { createContext, type ReactNode, useContext, useId, useState } from 'react';
import { strings } from '../strings';
import { ErrorPanel } from '../ui/ErrorPanel';
import classes from './Panel.module.css';
import type { Numbers } from './useNumbers';

/** Whether the page itself says already that its numbers could not be loaded. */
export const FailureIsTold = createContext(false);

interface Props<Data> {
  readonly title: string;
  readonly result: Numbers<Data>;
  /** Kept from the first moment, so that nothing moves when the numbers come, or an error does. */
  readonly height: string;
  /** What takes the place of the numbers until they come. */
  readonly skeleton?: ReactNode;
  /** What an error has to make do with. */
  readonly room?: 'panel' | 'lines';
  readonly children: (data: Data) => ReactNode;
  /** The same numbers in rows. */
  readonly table?: ((data: Data) => ReactNode) | undefined;
  /** What the numbers leave out, in a few words. */
  readonly note?: string | undefined;
  /** Whether another panel of the same query says why it failed. */
  readonly failureIsTold?: boolean;
  /** How many columns of the page it takes, where there are several. */
  readonly span?: 'two' | 'all';
}

/** One thing that the statistics say, with its own loading, failure and table. */
export function Panel<Data>(props: Props<Data>) {
  const { title, result, height, room = 'panel', children, table, note } = props;
  const { skeleton = <Skeleton className={classes.fill} />, failureIsTold, span } = props;
  const [asTable, setAsTable] = useState(false);
  const id = useId();
  const isTold = useContext(FailureIsTold) || failureIsTold;
  const { data, error } = result;
  const hasFailed = error !== undefined && data === undefined;
  const body = () => {
    if (data !== undefined) return asTable && table ? table(data) : children(data);
    if (!hasFailed) return skeleton;
    if (isTold) return <Text c="dimmed">{strings.stats.notLoaded}</Text>;
    return <ErrorPanel error={error} onRetry={result.retry} room={room} />;
  };
  const remark = data !== undefined && error ? strings.stats.notUpToDate : note;
  return (
    <section
      className={classes.panel}
      data-span={span}
      aria-labelledby={id}
      aria-busy={result.loading}
    >
      <header className={classes.header}>
        <Title order={2} id={id} className={classes.title}>
          {title}
        </Title>
        {remark && <span className={classes.remark}>{remark}</span>}
        {table && !hasFailed && (
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            className={classes.table}
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
