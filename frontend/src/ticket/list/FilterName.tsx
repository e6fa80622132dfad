import classes from './Toolbar.module.css';

interface Props {
  readonly name: string;
  /** What is chosen; left out, nothing. */
  readonly chosen: string | undefined;
}

/** What the button of a filter says. Where there is little room, what is chosen says enough. */
export function FilterName({ name, chosen }: Props) {
  if (chosen === undefined) return name;
  return (
    <>
      <span className={classes.name}>{name}: </span>
      {chosen}
    </>
  );
}
