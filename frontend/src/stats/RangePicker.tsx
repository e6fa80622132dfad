import { Button, SegmentedControl } from '@mantine/core';
import '@mantine/core/styles/SegmentedControl.css';
import { IconCalendar } from '@tabler/icons-react';
import { Suspense, startTransition, useOptimistic, useState } from 'react';
import { strings } from '../strings';
import { createdInWords } from '../ticket/list/createdInWords';
import type { Created } from '../ticket/view';
import { lazyPart } from '../ui/lazyPart';
import classes from './RangePicker.module.css';
import { createdIn, PRESETS, type Preset, type Range } from './range';

const CustomDays = lazyPart(async () => (await import('../ticket/list/CustomDays')).CustomDays);

const words = strings.stats.range;

interface Props {
  readonly range: Range;
  readonly onPreset: (preset: Preset) => void;
  readonly onDays: (days: Created | undefined) => void;
}

/** Which days the numbers are about: up to today, or from a calendar. */
export function RangePicker({ range, onPreset, onDays }: Props) {
  const [isChoosing, setIsChoosing] = useState(false);
  const created = createdIn(range);
  // The numbers take a moment; until then a screen reader would call the choice not selected.
  const [chosen, showAtOnce] = useOptimistic(range.preset);
  const choose = (preset: Preset) =>
    startTransition(() => {
      showAtOnce(preset);
      onPreset(preset);
    });
  const isNamed = PRESETS.some((preset) => preset === range.preset);
  return (
    <div className={classes.picker}>
      <SegmentedControl<string>
        size="xs"
        aria-label={words.label}
        value={chosen ?? ''}
        onChange={(preset) => choose(preset as Preset)}
        data={PRESETS.map((preset) => ({
          value: preset,
          label: (
            <>
              <span className={classes.long}>{words[preset].long}</span>
              <span className={classes.short} aria-hidden>
                {words[preset].short}
              </span>
            </>
          ),
        }))}
      />
      <Button
        size="xs"
        variant={isNamed ? 'default' : 'light'}
        leftSection={<IconCalendar size="1rem" aria-hidden />}
        className={isNamed ? classes.custom : undefined}
        title={isNamed ? words.custom : undefined}
        onClick={() => setIsChoosing(true)}
      >
        <span className={isNamed ? classes.long : undefined}>
          {isNamed || !created ? words.custom : createdInWords(created)}
        </span>
      </Button>
      {isChoosing && (
        <Suspense>
          <CustomDays
            title={words.customTitle}
            created={created}
            onChoose={onDays}
            onClose={() => setIsChoosing(false)}
          />
        </Suspense>
      )}
    </div>
  );
}
