import type { ReactNode } from 'react';
import classes from './DataTable.module.css';

interface Props {
  /** Read out, and shown nowhere: the panel's title stands above. */
  readonly caption: string;
  readonly head: readonly string[];
  /** The first cell of a row names it. */
  readonly rows: readonly (readonly [name: string, ...cells: ReactNode[]])[];
  /** From where on the rows scroll. */
  readonly maxHeight?: string;
  /** Whether the rows share what room there is below them. */
  readonly fills?: boolean;
}

/** Numbers in rows. */
export function DataTable({ caption, head, rows, maxHeight, fills = false }: Props) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: no fieldset, and no landmark within the panel's.
    <div
      role="group"
      className={classes.scroll}
      aria-label={caption}
      // Rows that scroll must be reached by the keyboard.
      // biome-ignore lint/a11y/noNoninteractiveTabindex: see above.
      tabIndex={0}
      data-tall={maxHeight ? true : undefined}
      data-fills={fills || undefined}
      style={{ maxHeight }}
    >
      <table className={classes.table}>
        <thead>
          <tr>
            {head.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...cells]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {cells.map((cell, column) => (
                <td key={head[column + 1]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
