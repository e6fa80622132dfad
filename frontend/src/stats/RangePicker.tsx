import { Button, Popover, SegmentedControl, Skeleton } from '@mantine/core';
import '@mantine/core/styles/SegmentedControl.css';
import { IconCalendar } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { formatDay, formatDays } from '../format';
import { strings } from '../strings';
import type { Day } from './day';
import classes from './RangePicker.module.css';
import { PRESETS, type Preset, type Range } from './range';

const OwnDays = lazy(async () => ({ default: (await import('./OwnDays')).OwnDays }));

const words = strings.stats.range;

interface Props {
  readonly range: Range;
  readonly today: Day;
  readonly onPreset: (preset: Preset) => void;
  readonly onDays: (from: Day, to: Day) => void;
}

/** Which days the numbers are about: up to today, or from a calendar. */
export function RangePicker({ range, today, onPreset, onDays }: Props) {
  const [opened, setOpened] = useState(false);
  return (
    <div className={classes.picker}>
      <SegmentedControl<string>
        size="xs"
        aria-label={words.label}
        value={range.preset ?? ''}
        onChange={(preset) => onPreset(preset as Preset)}
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
      <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus returnFocus>
        <Popover.Target>
          <Button
            size="xs"
            variant={range.preset ? 'default' : 'light'}
            leftSection={<IconCalendar size={16} aria-hidden />}
            onClick={() => setOpened(!opened)}
          >
            {range.preset ? words.custom : daysOf(range)}
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <Suspense fallback={<Skeleton width={252} height={290} />}>
            <OwnDays
              range={range}
              today={today}
              onChange={(from, to) => {
                setOpened(false);
                onDays(from, to);
              }}
            />
          </Suspense>
        </Popover.Dropdown>
      </Popover>
    </div>
  );
}

function daysOf({ from, to }: Range): string {
  return from ? formatDays(from, to) : words.untilDay(formatDay(to));
}
