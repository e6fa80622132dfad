import '@mantine/spotlight/styles.css';
import { Kbd, useMantineColorScheme, VisuallyHidden } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { createSpotlight, Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useMemo } from 'react';
import { useNavigate } from 'react-router';
import { strings } from '../strings';
import { PRESET_VIEWS } from '../ticket/list/presetViews';
import { savedViews } from '../ticket/list/savedViews';
import { ticketPath } from '../ticket/ticketPath';
import { EVERYTHING, pathOf } from '../ticket/view';
import { type Command, offeredCommands } from '../ui/commands';
import { useReturnFocus } from '../ui/useReturnFocus';
import classes from './CommandBar.module.css';
import { useSelectedCommand } from './useSelectedCommand';

const { app, keys, list } = strings;
const words = keys.commands;
const [store, bar] = createSpotlight();
const DIALOG_ID = 'commands';
/** So long is the next letter waited for. */
const TYPING_MS = 300;

interface Props {
  readonly from: Element | null;
  readonly query: string;
  /** Whether Enter was pressed before the bar was there. */
  readonly isEntered: boolean;
  readonly onQuery: (query: string) => void;
  readonly onThere: () => void;
  readonly onClose: () => void;
  readonly onHelp: () => void;
}

/** Everything that can be done, found by typing. It is loaded when somebody opens it. */
export function CommandBar({ from, query, isEntered, onQuery, onThere, onClose, onHelp }: Props) {
  const commands = useAllCommands(onHelp);
  const selected = useSelectedCommand(store, query, isEntered);
  useReturnFocus(from);
  useEffect(() => {
    bar.open();
    return bar.close;
  }, []);

  const navigate = useNavigate();
  const found = [
    ...ticketOf(query, navigate),
    ...commands.filter(isNamed(query)),
    ...searchFor(query, navigate),
  ];
  const groups = grouped(found, selected.command);
  const offer = groups.flatMap(({ actions }) => actions)[selected.offered ?? -1];
  const inWords = offer && [offer.label, offer['aria-description']].filter(Boolean).join(', ');
  // Each letter stops what is being read out.
  const [told] = useDebouncedValue(inWords, TYPING_MS);
  return (
    <>
      <VisuallyHidden role="status">{told}</VisuallyHidden>
      <Spotlight
        store={store}
        query={query}
        onQueryChange={onQuery}
        onSpotlightClose={onClose}
        shortcut={null}
        attributes={{ content: { 'aria-label': words.label, id: DIALOG_ID } }}
        scrollable
        maxHeight={420}
        overlayProps={{ blur: 0 }}
        transitionProps={{ duration: 0 }}
        filter={(_, actions) => actions}
        actions={groups}
        nothingFound={words.nothing}
        scrollAreaProps={{ ...selected.list, 'aria-label': words.label }}
        searchProps={{
          ...selected.field,
          onFocus: onThere,
          leftSection: <IconSearch size="1rem" aria-hidden />,
          placeholder: words.placeholder,
          // So that the placeholder is read out with the dialog, and not its name once more.
          'aria-labelledby': DIALOG_ID,
        }}
      />
    </>
  );
}

function useAllCommands(onHelp: () => void): readonly Command[] {
  const navigate = useNavigate();
  const { setColorScheme } = useMantineColorScheme();
  return useMemo(() => {
    const go = (label: string, to: string, keyName?: string): Command => ({
      label,
      group: words.goTo,
      keyName,
      run: () => navigate(to),
    });
    return [
      ...offeredCommands(),
      go(app.newTicket, '/new', 'C'),
      go(app.statistics, '/stats'),
      ...[...PRESET_VIEWS, ...savedViews()].map(({ name, address }) => ({
        label: `${list.title}: ${name}`,
        group: words.views,
        run: () => navigate({ pathname: '/', search: address }),
      })),
      {
        label: app.playground,
        group: words.goTo,
        run: () => window.location.assign('/playground'),
      },
      { label: keys.open, group: words.goTo, keyName: '?', run: onHelp },
      ...(['auto', 'light', 'dark'] as const).map((scheme) => ({
        label: words.scheme(app.colorScheme[scheme]),
        group: words.appearance,
        run: () => setColorScheme(scheme),
      })),
    ];
  }, [navigate, onHelp, setColorScheme]);
}

type Navigate = ReturnType<typeof useNavigate>;

/** A number is a ticket. */
function ticketOf(query: string, navigate: Navigate): readonly Command[] {
  const id = /^#?(\d+)$/.exec(query.trim())?.[1];
  if (!id) return [];
  const run = () => navigate(ticketPath(id));
  return [{ label: words.openTicket(id), group: words.goTo, run }];
}

/** Anything may be words to find. */
function searchFor(query: string, navigate: Navigate): readonly Command[] {
  const search = query.trim();
  if (!search) return [];
  const run = () => navigate(pathOf({ ...EVERYTHING, search }));
  return [{ label: words.search(search), group: words.find, run }];
}

/** Every word of the query must begin one of the command's name. */
function isNamed(query: string) {
  const sought = wordsOf(query);
  if (sought.length === 0) return () => query.trim() === '';
  return ({ label }: Command) => {
    const named = wordsOf(label);
    return sought.every((start) => named.some((word) => word.startsWith(start)));
  };
}

const wordsOf = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

function grouped(
  commands: readonly Command[],
  attributes: { readonly role: string },
): SpotlightActionGroupData[] {
  const groups = [...new Set(commands.map(({ group }) => group))];
  return groups.map((group) => ({
    group,
    actions: commands
      .filter((command) => command.group === group)
      .map(({ label, subject, keyName, run }) => ({
        ...attributes,
        id: `${group} ${label}`,
        label,
        'aria-description': subject,
        classNames: { actionLabel: classes.label },
        rightSection: keyName && <Kbd>{keyName}</Kbd>,
        onClick: run,
      })),
  }));
}
