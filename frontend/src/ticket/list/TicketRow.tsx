// biome-ignore-all lint/a11y/noRedundantRoles: some browsers forget what a table is when its rows are a grid.
// biome-ignore-all lint/a11y/useSemanticElements: the same.
import { useFragment } from '@apollo/client/react';
import { IconSparkles } from '@tabler/icons-react';
import { memo } from 'react';
import { formatAge, formatInstant } from '../../format';
import type { TicketFilter } from '../../graphql.generated';
import { strings } from '../../strings';
import { useNow } from '../../ui/useNow';
import { CategoryMark } from '../CategoryMark';
import { PriorityMark } from '../PriorityMark';
import { StatusMark } from '../StatusMark';
import { factsOf } from './factsOf';
import { Highlight } from './Highlight';
import { matchesLabels } from './membership';
import { snippet } from './snippet';
import { TicketRow_TicketFragmentDoc } from './TicketRow.generated';
import classes from './TicketRow.module.css';
import { TitleLink } from './TitleLink';

const { row } = strings.list;
const { labels } = strings;

interface Props {
  readonly id: string;
  /** Its place in the list, from 0. */
  readonly index: number;
  /** Where it lies, in pixels from the first row. */
  readonly top: number;
  readonly filter: TicketFilter;
  readonly searched: readonly string[];
  readonly isCurrent: boolean;
  /** Whether the keyboard comes to this row when it enters the table. */
  readonly isEntry: boolean;
  readonly isSelected: boolean;
  readonly isLeft: boolean;
  readonly isDeleted: boolean;
  readonly isNew: boolean;
}

/** What its buttons do, `data-action` tells the table. */
export const TicketRow = memo(function TicketRow(props: Props) {
  const { id, index, top, filter, searched, isCurrent, isEntry, isSelected, isNew } = props;
  const { isLeft, isDeleted } = props;
  const { data, complete } = useFragment({
    fragment: TicketRow_TicketFragmentDoc,
    from: { __typename: 'Ticket', id },
    variables: { searching: searched.length > 0 },
  });
  const now = useNow();
  if (!complete) return null;

  const { title, category, priority, status, createdAt } = data;
  const hasLeft = isLeft || !matchesLabels(filter, data);
  const found = snippet(title, data.description, searched);
  const tabIndex = isEntry ? 0 : -1;
  return (
    <tr
      role="row"
      className={classes.row}
      style={{ transform: `translateY(${top}px)` }}
      aria-rowindex={index + 2}
      data-id={id}
      data-current={isCurrent || undefined}
      data-selected={isSelected || undefined}
      data-left={hasLeft || undefined}
      data-new={isNew || undefined}
    >
      <td role="cell" className={classes.select}>
        <label className={classes.hitArea}>
          <input
            type="checkbox"
            className={classes.checkbox}
            checked={isSelected}
            readOnly
            tabIndex={tabIndex}
            aria-label={row.select(id)}
            data-action="select"
          />
        </label>
      </td>
      <td role="cell" className={classes.id}>
        {strings.ticket.number(id)}
      </td>
      <td role="cell" className={classes.priority}>
        <button
          type="button"
          className={classes.mark}
          tabIndex={tabIndex}
          aria-haspopup="menu"
          aria-label={row.change(labels.priority.name, labels.priority[priority])}
          title={labels.priority[priority]}
          data-action="priority"
        >
          <PriorityMark priority={priority} />
        </button>
      </td>
      <th role="rowheader" scope="row" className={classes.title}>
        <TitleLink
          id={id}
          title={title}
          facts={factsOf(data, isSelected)}
          searched={searched}
          tabIndex={tabIndex}
        />
        {found && (
          <span className={classes.snippet}>
            <span className={classes.lead}>{found.lead}</span>
            <Highlight text={found.text} searched={searched} />
          </span>
        )}
        {hasLeft && <span className={classes.why}>{isDeleted ? row.deleted : row.left}</span>}
      </th>
      <td role="cell" className={classes.triage}>
        {data.triage === 'UNCONFIRMED' && (
          <button
            type="button"
            className={classes.mark}
            tabIndex={tabIndex}
            aria-label={row.confirm}
            title={row.confirm}
            data-action="confirm"
          >
            <IconSparkles size="1rem" stroke={1.75} aria-hidden />
          </button>
        )}
      </td>
      <td role="cell" className={classes.category}>
        <button
          type="button"
          className={classes.label}
          tabIndex={tabIndex}
          aria-haspopup="menu"
          aria-label={row.change(labels.category.name, labels.category[category])}
          data-action="category"
        >
          <CategoryMark category={category} />
          <span>{labels.category[category]}</span>
        </button>
      </td>
      <td role="cell" className={classes.status}>
        <button
          type="button"
          className={classes.label}
          tabIndex={tabIndex}
          aria-haspopup="menu"
          aria-label={row.change(labels.status.name, labels.status[status])}
          data-action="status"
        >
          <StatusMark status={status} />
          <span>{labels.status[status]}</span>
        </button>
      </td>
      <td role="cell" className={classes.age}>
        <time dateTime={createdAt} title={formatInstant(createdAt)}>
          {formatAge(createdAt, now, 'narrow')}
        </time>
      </td>
    </tr>
  );
});
