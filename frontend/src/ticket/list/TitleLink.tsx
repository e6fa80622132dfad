import { useState } from 'react';
import { Link } from 'react-router';
import { ticketPath } from '../ticketPath';
import { Highlight } from './Highlight';
import { linkOf } from './rowLink';
import classes from './TicketRow.module.css';

interface Props {
  readonly id: string;
  readonly title: string;
  /** What else there is to the ticket: keys lead from title to title, and it is heard there. */
  readonly facts: string;
  readonly searched: readonly string[];
  readonly tabIndex: number;
}

/** The title in a row, which opens the ticket. */
export function TitleLink({ id, title, facts, searched, tabIndex }: Props) {
  const [isFocused, setIsFocused] = useState(false);
  const [described, setDescribed] = useState<string | undefined>(facts);
  // Where the keyboard is, a change of it would be read out, and what has changed is told there in words. What no
  // longer holds is taken away.
  const holds = !isFocused || described === facts ? facts : undefined;
  if (described !== holds) setDescribed(holds);
  return (
    <Link
      id={linkOf(id)}
      to={ticketPath(id)}
      className={classes.link}
      tabIndex={tabIndex}
      data-action="open"
      title={title}
      aria-description={described}
      onFocus={() => setIsFocused(true)}
      onBlur={() => setIsFocused(false)}
    >
      <Highlight text={title} searched={searched} />
    </Link>
  );
}
