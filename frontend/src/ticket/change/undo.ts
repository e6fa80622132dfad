import { type NotificationData, notifications } from '@mantine/notifications';
import { createElement } from 'react';
import { UndoNotice } from './UndoNotice';

const UNDO_MS = 10_000;
/** More notices than these would cover the page; what they offer can still be undone by key. */
const SHOWN = 3;

interface Offer {
  readonly id: string;
  readonly take: () => void;
}

let offers: readonly Offer[] = [];
let count = 0;

/** Says what was done and offers to undo it, for ten seconds. `lapse` is called if nobody does. */
export function offerUndo(
  { message, ...rest }: NotificationData,
  undo: () => void,
  lapse?: () => void,
): { readonly end: () => void } {
  count += 1;
  const id = `undo ${count}`;
  const end = () => {
    clearTimeout(timer);
    offers = offers.filter((offer) => offer.id !== id);
    notifications.hide(id);
  };
  const timer = setTimeout(() => {
    end();
    lapse?.();
  }, UNDO_MS);
  const take = () => {
    end();
    undo();
  };
  offers = [...offers, { id, take }];
  for (const { id } of offers.slice(0, -SHOWN)) notifications.hide(id);
  notifications.show({
    ...rest,
    id,
    message: createElement(UndoNotice, { message, onUndo: take }),
    autoClose: false,
  });
  return { end };
}

/** Undoes what was done last, if it can still be undone. */
export function undoLast() {
  offers.at(-1)?.take();
}
