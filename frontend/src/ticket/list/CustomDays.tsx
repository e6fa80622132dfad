import '@mantine/core/styles/SimpleGrid.css';
import '@mantine/dates/styles.css';
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { DatePicker } from '@mantine/dates';
import { useState } from 'react';
import { dayOf } from '../../day';
import { formatDay, formatMonth, formatMonthName, formatWeekday } from '../../format';
import { strings } from '../../strings';
import { useReturnFocus } from '../../ui/useReturnFocus';
import type { Created } from '../view';
import classes from './CustomDays.module.css';

const words = strings.list.created;
const SIZE = {
  day: classes.size,
  calendarHeader: classes.size,
  monthsListControl: classes.size,
  yearsListControl: classes.size,
};

interface Props {
  readonly created: Created | undefined;
  readonly onChoose: (created: Created | undefined) => void;
  readonly onClose: () => void;
}

/** Days of one's own. The calendar is loaded when somebody wants it. */
export function CustomDays({ created, onChoose, onClose }: Props) {
  const [days, setDays] = useState<[string | null, string | null]>(
    created && 'from' in created ? [created.from ?? null, created.to ?? null] : [null, null],
  );
  const [from, to] = days;
  useReturnFocus();
  const apply = () => {
    // One day alone is a range of that day.
    onChoose(from ? { from, to: to ?? from } : undefined);
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={words.customTitle} size="auto" xOffset="0.25rem">
      <Stack gap="sm" align="center">
        <DatePicker
          type="range"
          allowSingleDateInRange
          value={days}
          onChange={setDays}
          maxDate={dayOf(Date.now())}
          defaultDate={from ?? undefined}
          // The language is the visitor's; which days are weekends differs, and colours nothing here.
          monthLabelFormat={formatMonth}
          monthsListFormat={formatMonthName}
          weekdayFormat={formatWeekday}
          getDayAriaLabel={formatDay}
          weekendDays={[]}
          hideOutsideDates
          classNames={SIZE}
          ariaLabels={words.calendar}
          aria-label={words.customTitle}
        />
        <Text size="sm" c="dimmed">
          {words.customHint}
        </Text>
        <Group justify="flex-end" w="100%">
          <Button onClick={apply}>{words.apply}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
