import { IconSparkles } from '@tabler/icons-react';
import type { ConfidenceBand } from '../graphql.generated';
import { strings } from '../strings';
import classes from './SuggestionChip.module.css';

interface Props {
  readonly label: string;
  readonly band: ConfidenceBand;
}

/** A suggested label and how sure it is, in a word: a number would claim to know more. */
export function SuggestionChip({ label, band }: Props) {
  return (
    <span className={classes.chip} data-band={band}>
      <IconSparkles size="0.875rem" className={classes.sign} aria-hidden />
      {strings.suggestion.chip(label, strings.labels.band[band])}
    </span>
  );
}
