import { DatePicker } from '@mantine/dates';
import '@mantine/dates/styles.css';
import { useState } from 'react';
import { formatDay, formatMonth, formatMonthName, formatWeekday } from '../format';
import type { Day } from './day';
import type { Range } from './range';

interface Props {
  readonly range: Range;
  readonly today: Day;
  readonly onChange: (from: Day, to: Day) => void;
}

/** A calendar in which the first and the last day are chosen. */
export function OwnDays({ range, today, onChange }: Props) {
  const [days, setDays] = useState<[Day | null, Day | null]>([range.from ?? null, range.to]);
  return (
    <DatePicker
      type="range"
      allowSingleDateInRange
      maxDate={today}
      defaultDate={range.to}
      value={days}
      // The language is the visitor's; which days are weekends differs, and colours nothing here.
      monthLabelFormat={formatMonth}
      monthsListFormat={formatMonthName}
      weekdayFormat={formatWeekday}
      getDayAriaLabel={formatDay}
      weekendDays={[]}
      onChange={([from, to]) => {
        setDays([from, to]);
        if (from && to) onChange(from, to);
      }}
    />
  );
}
