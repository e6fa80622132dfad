import { type NotificationData, notifications } from '@mantine/notifications';
import { createElement } from 'react';
import { strings } from '../../strings';
import { UndoNotice } from './UndoNotice';

const UNDO_MS = 10_000;
const SHORT_MS = 3_000;
/** More notices than these would cover the page; what they offer can still be undone by key. */
const SHOWN = 3;

/** Something that was done and can be undone. */
export interface Undoable {
  /** Says what was done, in place of what was said before; from now on there are ten seconds. */
  readonly tell: (notice: NotificationData) => void;
  /** Takes the offer back. */
  readonly end: () => void;
}

interface Offer {
  readonly id: string;
  readonly take: () => void;
}

let offers: readonly Offer[] = [];
let count = 0;

/**
 * Offers to undo something from now on, for ten seconds from when it is told. `lapse` is called if nobody takes the
 * offer.
 */
export function beginUndoable(undo: () => void, lapse?: () => void): Undoable {
  count += 1;
  const id = `undo ${count}`;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isTold = false;
  let isOver = false;

  const end = () => {
    isOver = true;
    clearTimeout(timer);
    offers = offers.filter((offer) => offer.id !== id);
    notifications.hide(id);
  };
  const take = () => {
    end();
    undo();
    notifications.show({ message: strings.change.undone, autoClose: SHORT_MS });
  };
  const tell = ({ message, ...rest }: NotificationData) => {
    if (isOver) return;
    const notice = {
      ...rest,
      id,
      message: createElement(UndoNotice, { message, onUndo: take }),
      autoClose: false,
    };
    if (isTold) notifications.update(notice);
    else notifications.show(notice);
    isTold = true;
    for (const { id } of offers.slice(0, -SHOWN)) notifications.hide(id);
    clearTimeout(timer);
    timer = setTimeout(() => {
      end();
      lapse?.();
    }, UNDO_MS);
  };

  offers = [...offers, { id, take }];
  return { tell, end };
}

/** Says what was done and offers to undo it, for ten seconds. */
export function offerUndo(
  notice: NotificationData,
  undo: () => void,
  lapse?: () => void,
): Undoable {
  const undoable = beginUndoable(undo, lapse);
  undoable.tell(notice);
  return undoable;
}

/** Undoes what was done last, if it can still be undone. */
export function undoLast() {
  const offer = offers.at(-1);
  if (offer) offer.take();
  else notifications.show({ message: strings.change.nothingToUndo, autoClose: SHORT_MS });
}
