import { useEffect, useRef } from 'react';
import { useLocation } from 'react-router';
import { addressOf, type TicketView } from './view';

/** Makes one view of another. */
export type ChangeView = (change: (view: TicketView) => TicketView, replace?: boolean) => void;

/**
 * Changes the view that was asked for last. For a moment the one before is still drawn, and a quick second choice must
 * not undo the first.
 */
export function useViewChange(
  view: TicketView,
  show: (view: TicketView, replace: boolean) => void,
): ChangeView {
  const asked = useRef(view);
  const { key: visit } = useLocation();
  const drawn = addressOf(view);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each visit, and each view by its address.
  useEffect(() => {
    asked.current = view;
  }, [drawn, visit]);
  return (change, replace = false) => {
    asked.current = change(asked.current);
    show(asked.current, replace);
  };
}
