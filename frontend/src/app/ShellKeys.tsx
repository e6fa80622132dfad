import { ActionIcon } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconKeyboard } from '@tabler/icons-react';
import { Suspense, useState } from 'react';
import { useNavigate } from 'react-router';
import { strings } from '../strings';
import { undoLast } from '../ticket/change/undo';
import { EarlyKeys } from '../ui/EarlyKeys';
import { isCovered, useKeys } from '../ui/keys';
import { lazyPart } from '../ui/lazyPart';
import classes from './Shell.module.css';

const CommandBar = lazyPart(async () => (await import('./CommandBar')).CommandBar);
const KeyHelp = lazyPart(async () => (await import('./KeyHelp')).KeyHelp);

interface Opened {
  readonly what: 'commands' | 'help';
  /** Where the keyboard was. */
  readonly from: Element | null;
  /** Whether the keyboard has come to it. */
  readonly isThere: boolean;
  /** Whether Enter was pressed before. */
  readonly isEntered: boolean;
}

/** The keys that work on every page, and the button that tells them. */
export function ShellKeys() {
  const navigate = useNavigate();
  const [opened, setOpened] = useState<Opened>();
  const [query, setQuery] = useState('');
  const open = (what: Opened['what']) => {
    setQuery('');
    setOpened({ what, from: document.activeElement, isThere: false, isEntered: false });
  };
  const close = () => setOpened(undefined);
  const arrive = () => setOpened((opened) => opened && { ...opened, isThere: true });

  useKeys({
    c: () => navigate('/new'),
    z: undoLast,
    '?': () => open('help'),
  });

  const toggleCommands = ({ repeat }: KeyboardEvent) => {
    if (repeat) return;
    if (opened?.what === 'commands') close();
    // One at a time: what is written in another dialog would be lost with it.
    else if (!isCovered()) open('commands');
  };
  // With a modifier it is no single key: it works while typing, and cannot be turned off.
  useHotkeys([['mod+K', toggleCommands]], []);

  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        className={classes.keys}
        aria-label={strings.keys.open}
        title={strings.keys.open}
        onClick={() => open('help')}
      >
        <IconKeyboard size="1.125rem" aria-hidden />
      </ActionIcon>
      {opened && !opened.isThere && (
        <EarlyKeys
          label={opened.what === 'help' ? strings.keys.open : strings.keys.commands.label}
          from={opened.from}
          text={query}
          onText={setQuery}
          onEnter={() => setOpened({ ...opened, isEntered: true })}
          onClose={close}
        />
      )}
      <Suspense>
        {opened?.what === 'commands' && (
          <CommandBar
            from={opened.from}
            query={query}
            isEntered={opened.isEntered}
            onQuery={setQuery}
            onThere={arrive}
            onClose={close}
            onHelp={() => open('help')}
          />
        )}
        {opened?.what === 'help' && <KeyHelp from={opened.from} onThere={arrive} onClose={close} />}
      </Suspense>
    </>
  );
}
