import { ActionIcon, type MantineColorScheme, Menu, useMantineColorScheme } from '@mantine/core';
import { IconDeviceDesktop, IconMoon, IconSun, type TablerIcon } from '@tabler/icons-react';
import { strings } from '../strings';
import { MenuChoice } from '../ui/MenuChoice';

const ICONS: Record<MantineColorScheme, TablerIcon> = {
  auto: IconDeviceDesktop,
  light: IconSun,
  dark: IconMoon,
};
const SCHEMES: readonly MantineColorScheme[] = ['auto', 'light', 'dark'];

export function ColorSchemeMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const Current = ICONS[colorScheme];
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={strings.app.colorScheme.label}
          title={strings.app.colorScheme.label}
        >
          <Current size="1.125rem" aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {SCHEMES.map((scheme) => {
          const Icon = ICONS[scheme];
          return (
            <MenuChoice
              key={scheme}
              isChosen={scheme === colorScheme}
              mark={<Icon size="1rem" aria-hidden />}
              onChoose={() => setColorScheme(scheme)}
            >
              {strings.app.colorScheme[scheme]}
            </MenuChoice>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
