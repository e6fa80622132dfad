import { Fragment } from 'react';
import { withoutDirections } from '../../characters';
import { strings } from '../../strings';
import { fieldInWords, valueInWords } from './inWords';

interface Props {
  readonly field: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** `Priority: Medium → High`, of a change in a ticket's history. Ids of suggestions say nothing to people. */
export function ChangeInWords({ field, from, to }: Props) {
  if (field === 'classification') return strings.change.classifiedAgain;
  const values = [from, to].filter((value) => value !== null && value !== '');
  return (
    <>
      {fieldInWords(field)}:{' '}
      {values.map((value, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: what it was and what it is.
        <Fragment key={index}>
          {index > 0 && ' → '}
          {/* Words that are written from right to left do not turn round what stands beside them. */}
          <bdi>{withoutDirections(valueInWords(field, value ?? ''))}</bdi>
        </Fragment>
      ))}
    </>
  );
}
