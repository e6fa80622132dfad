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
  /**
   * Says what was done, in place of what was said before; from now on there are ten seconds. It also takes the place
   * of another notice of the same group.
   */
  readonly tell: (notice: NotificationData, group?: string) => void;
  /** Takes the offer back. */
  readonly end: () => void;
}

/** Undoes something; false if that came to nothing, of which the undoing itself tells. */
type Undo = () => unknown | Promise<boolean>;

interface Offer {
  readonly id: string;
  group?: string | undefined;
  readonly take: () => void;
}

let offers: readonly Offer[] = [];
let count = 0;

/**
 * Offers to undo something from now on, for ten seconds from when it is told. `lapse` is called if nobody takes the
 * offer.
 */
export function beginUndoable(undo: Undo, lapse?: () => void): Undoable {
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
  const take = async () => {
    end();
    if ((await undo()) === false) return;
    say(strings.change.undone);
  };
  const tell = ({ message, ...rest }: NotificationData, group?: string) => {
    if (isOver) return;
    for (const other of offers) {
      if (group !== undefined && other.group === group) notifications.hide(other.id);
    }
    offer.group = group;
    const notice = {
      ...rest,
      id,
      message: createElement(UndoNotice, { message, onUndo: () => void take() }),
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

  const offer: Offer = { id, take: () => void take() };
  offers = [...offers, offer];
  return { tell, end };
}

/** Says what was done and offers to undo it, for ten seconds. */
export function offerUndo(notice: NotificationData, undo: Undo, lapse?: () => void): Undoable {
  const undoable = beginUndoable(undo, lapse);
  undoable.tell(notice);
  return undoable;
}

/** Undoes what was done last, if it can still be undone. */
export function undoLast() {
  const offer = offers.at(-1);
  if (offer) offer.take();
  else say(strings.change.nothingToUndo);
}

let said: string | undefined;

/** In place of what was said before. */
function say(message: string) {
  if (said !== undefined) notifications.hide(said);
  said = notifications.show({ message, autoClose: SHORT_MS });
}
