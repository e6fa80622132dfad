import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { formatAge } from '../../format';
import { strings } from '../../strings';
import { ChangeInWords } from './ChangeInWords';
import classes from './ConflictDialog.module.css';
import type { Conflict } from './conflicts';
import { fieldsOf } from './edit';

interface Props {
  readonly conflict: Conflict;
  /** What can be done about it. */
  readonly children: ReactNode;
}

/** What others did to a ticket since the person saw it, and what the person wants of it. */
export function ConflictingChanges({ conflict: { edit, ticket }, children }: Props) {
  const { theirs, mine } = strings.change.conflict;
  const updates = ticket.history.filter(({ kind }) => kind === 'UPDATED');
  // Every change makes the version grow by one.
  const since = updates.slice(updates.length - (ticket.version - (edit.expectedVersion ?? 0)));
  return (
    <section>
      <Text fw={600} className={classes.title}>
        {strings.ticket.titled(ticket.id, ticket.title)}
      </Text>
      <dl className={classes.changes}>
        {since.map((event) => (
          <Change key={event.id} term={theirs(formatAge(event.createdAt, Date.now()))}>
            {event.changes.map((change) => (
              <div key={change.field}>
                <ChangeInWords {...change} />
              </div>
            ))}
          </Change>
        ))}
        <Change term={mine}>
          {fieldsOf(edit.patch).map((field) => (
            <div key={field}>
              <ChangeInWords field={field} from={null} to={edit.patch[field] ?? ''} />
            </div>
          ))}
        </Change>
      </dl>
      {children}
    </section>
  );
}

function Change({ term, children }: { readonly term: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{term}</dt>
      <dd className="customers-words">{children}</dd>
    </>
  );
}
