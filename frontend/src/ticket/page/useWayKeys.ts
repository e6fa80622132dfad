import { useNavigate } from 'react-router';
import { useKeys } from '../../ui/keys';
import { neighbours, wayBack } from '../listContext';
import { ticketPath } from '../ticketPath';

/** Keys that lead to the tickets before and after, and back to the list; also while a ticket is still loading. */
export function useWayKeys() {
  const navigate = useNavigate();
  const go = (way: 'previous' | 'next') => {
    // The address is ahead of what is shown, so that two quick presses lead two tickets on.
    const id = window.location.pathname.split('/').at(-1) ?? '';
    const other = neighbours(id)[way];
    return other === undefined ? false : navigate(ticketPath(other));
  };
  useKeys({
    j: () => go('next'),
    k: () => go('previous'),
    Escape: () => {
      const { to, state } = wayBack();
      navigate(to, { state });
    },
  });
}
