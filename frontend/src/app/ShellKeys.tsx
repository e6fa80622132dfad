import { ActionIcon } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconKeyboard } from '@tabler/icons-react';
import { Suspense, useState } from 'react';
import { useNavigate } from 'react-router';
import { strings } from '../strings';
import { undoLast } from '../ticket/change/undo';
import { useKeys } from '../ui/keys';
import { lazyPart } from '../ui/lazyPart';
import classes from './Shell.module.css';

const CommandBar = lazyPart(async () => (await import('./CommandBar')).CommandBar);
const KeyHelp = lazyPart(async () => (await import('./KeyHelp')).KeyHelp);

/** The keys that work on every page, and the button that tells them. */
export function ShellKeys() {
  const navigate = useNavigate();
  const [open, setOpen] = useState<'commands' | 'help'>();
  const close = () => setOpen(undefined);

  useKeys({
    c: () => navigate('/new'),
    z: undoLast,
    '?': () => setOpen('help'),
  });

  const toggleCommands = ({ repeat }: KeyboardEvent) => {
    if (!repeat) setOpen((open) => (open === 'commands' ? undefined : 'commands'));
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
        onClick={() => setOpen('help')}
      >
        <IconKeyboard size={18} aria-hidden />
      </ActionIcon>
      <Suspense>
        {open === 'commands' && <CommandBar onClose={close} onHelp={() => setOpen('help')} />}
        {open === 'help' && <KeyHelp onClose={close} />}
      </Suspense>
    </>
  );
}
