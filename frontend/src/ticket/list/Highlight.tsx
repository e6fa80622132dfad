import { hitsIn } from './searchWords';
import classes from './TicketRow.module.css';

interface Props {
  readonly text: string;
  /** Words of a search, as `searchedWords` makes them. */
  readonly searched: readonly string[];
}

/** A text with the words that were searched for marked. */
export function Highlight({ text, searched }: Props) {
  const parts = [];
  let place = 0;
  for (const { start, end } of searched.length > 0 ? hitsIn(text, searched) : []) {
    parts.push(
      text.slice(place, start),
      <mark key={start} className={classes.hit}>
        {text.slice(start, end)}
      </mark>,
    );
    place = end;
  }
  return [...parts, text.slice(place)];
}
