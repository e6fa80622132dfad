import { useEffect, useState } from 'react';
import { addDays, type Day, dayOf, startOf } from '../day';

/** Today, also on a page that stands open over midnight. */
export function useToday(): Day {
  const [day, setDay] = useState(today);
  useEffect(() => {
    const midnight = Date.parse(startOf(addDays(day, 1)));
    const timer = setTimeout(() => setDay(today()), midnight - Date.now());
    return () => clearTimeout(timer);
  }, [day]);
  return day;
}

const today = () => dayOf(Date.now());
