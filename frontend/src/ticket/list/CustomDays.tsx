import '@mantine/core/styles/SimpleGrid.css';
import '@mantine/dates/styles.css';
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { DatePicker } from '@mantine/dates';
import { useState } from 'react';
import { addDays, type Day, dayOf } from '../../day';
import { formatDay, formatMonth, formatMonthName, formatWeekday } from '../../format';
import { strings } from '../../strings';
import { useReturnFocus } from '../../ui/useReturnFocus';
import { type Created, RANGES } from '../view';
import classes from './CustomDays.module.css';

const words = strings.list.created;
/** As much of a day as names its month. */
const MONTH = 'yyyy-mm'.length;
const CLASSES = {
  day: classes.size,
  weekday: classes.weekday,
  calendarHeader: classes.size,
  calendarHeaderLevel: classes.month,
  monthsListControl: classes.size,
  yearsListControl: classes.size,
};

interface Props {
  readonly title?: string;
  readonly created: Created | undefined;
  readonly onChoose: (created: Created | undefined) => void;
  readonly onClose: () => void;
}

/** Days of one's own. The calendar is loaded when somebody wants it. */
export function CustomDays({ title = words.customTitle, created, onChoose, onClose }: Props) {
  const today = dayOf(Date.now());
  const [days, setDays] = useState<[string | null, string | null]>(() => daysOf(created, today));
  const [from, to] = days;
  // The keyboard begins at a day that can be seen.
  const [{ shown, first }] = useState(() => {
    const shown = to ?? from ?? today;
    return { shown, first: from?.slice(0, MONTH) === shown.slice(0, MONTH) ? from : shown };
  });
  useReturnFocus();
  const apply = () => {
    // One day alone is a range of that day.
    if (from) onChoose({ from, to: to ?? from });
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={title} size="auto" xOffset="0.25rem">
      <Stack gap="sm" align="center">
        <DatePicker
          type="range"
          allowSingleDateInRange
          value={days}
          onChange={setDays}
          maxDate={today}
          highlightToday
          defaultDate={shown}
          // The language is the visitor's; which days are weekends differs, and colours nothing here.
          monthLabelFormat={formatMonth}
          monthsListFormat={formatMonthName}
          weekdayFormat={formatWeekday}
          getDayAriaLabel={formatDay}
          getDayProps={(day) => ({ 'data-autofocus': day === first || undefined })}
          weekendDays={[]}
          hideOutsideDates
          classNames={CLASSES}
          ariaLabels={words.calendar}
          aria-label={words.calendarName}
        />
        <Text size="sm" c="dimmed">
          {words.customHint}
        </Text>
        <Group justify="flex-end" w="100%">
          <Button disabled={!from} onClick={apply}>
            {words.apply}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

/** The first and the last day of a range, as far as it has them. */
function daysOf(created: Created | undefined, today: Day): [Day | null, Day | null] {
  if (!created) return [null, null];
  if ('range' in created) return [addDays(today, 1 - RANGES[created.range]), today];
  return [created.from ?? null, created.to ?? null];
}
