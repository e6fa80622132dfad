import { useEffect, useId } from 'react';

/** Something that the command bar offers. */
export interface Command {
  readonly label: string;
  readonly group: string;
  /** What it is done to, for those who hear the command without its group. */
  readonly subject?: string;
  /** A key that does the same. */
  readonly keyName?: string;
  readonly run: () => void;
}

const offered = new Map<string, () => readonly Command[]>();

/** What the page that is shown can do at the moment. */
export const offeredCommands = (): readonly Command[] =>
  [...offered.values()].flatMap((commands) => commands());

/** Offers commands for as long as the component is there. */
export function useCommands(commands: () => readonly Command[]) {
  const id = useId();
  useEffect(() => {
    offered.set(id, commands);
    return () => {
      offered.delete(id);
    };
  }, [id, commands]);
}
