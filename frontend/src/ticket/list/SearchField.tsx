import { CloseButton, TextInput } from '@mantine/core';
import { useMergedRef } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, type Ref, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useLocation } from 'react-router';
import { strings } from '../../strings';
import { focusContent } from '../../ui/focusContent';
import { SEARCH_MAX } from '../view';
import classes from './Toolbar.module.css';

/** Nobody reads the hits of half a word. */
const PAUSE_MS = 150;

const words = strings.list.search;

interface Props {
  readonly ref: Ref<HTMLInputElement>;
  readonly search: string;
  readonly onSearch: (search: string) => void;
  /** The person goes on to what was found, or to what will be. */
  readonly onEnter: (isOnItsWay: boolean) => void;
}

export function SearchField({ ref, search, onSearch, onEnter }: Props) {
  const [text, setText] = useState(search);
  /** What was sent, oldest first, and is not in the address yet: that comes while more is typed. */
  const [sent, setSent] = useState<readonly string[]>([]);
  const { key: visit } = useLocation();
  const [former, setFormer] = useState({ visit, search });
  if (visit !== former.visit) {
    setFormer({ visit, search });
    if (sent.includes(search)) {
      setSent(sent.slice(sent.indexOf(search) + 1));
    } else if (search !== former.search || sent.length > 0) {
      // The address has changed by other means: back, a view, a cleared filter.
      setSent([]);
      setText(search);
    }
  }

  const send = (text: string) => {
    if (text === (sent.at(-1) ?? search)) return;
    setSent([...sent, text]);
    onSearch(text);
  };
  const sendLater = useEffectEvent(send);
  useEffect(() => {
    const timer = setTimeout(() => sendLater(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const input = useRef<HTMLInputElement>(null);
  const merged = useMergedRef(ref, input);
  const clear = () => {
    setText('');
    send('');
    input.current?.focus();
  };
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') text ? clear() : focusContent();
    if (event.key === 'Enter') send(text);
    if (event.key === 'Enter' || event.key === 'ArrowDown') {
      event.preventDefault();
      onEnter(text !== search);
    }
  };

  return (
    <TextInput
      ref={merged}
      type="search"
      role="searchbox"
      size="xs"
      className={classes.search}
      aria-label={words.label}
      placeholder={words.placeholder}
      value={text}
      maxLength={SEARCH_MAX}
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={press}
      leftSection={<IconSearch size="0.875rem" aria-hidden />}
      rightSection={text && <CloseButton size="xs" aria-label={words.clear} onClick={clear} />}
    />
  );
}
