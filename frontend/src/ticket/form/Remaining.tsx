import { Text } from '@mantine/core';
import { countCharacters } from '../../characters';
import { formatNumber } from '../../format';
import { strings } from '../../strings';

interface Props {
  readonly text: string;
  readonly max: number;
}

/** How much of a text still fits, once that is little. */
export function Remaining({ text, max }: Props) {
  // The count in code units is the greater one, and costs nothing.
  const left = text.length < max * 0.9 ? max : max - countCharacters(text);
  if (left > max / 10) return null;
  return (
    <Text component="span" size="xs" c={left < 0 ? 'var(--mantine-color-error)' : 'dimmed'}>
      {left < 0 ? strings.form.tooMany(formatNumber(-left)) : strings.form.left(formatNumber(left))}
    </Text>
  );
}
