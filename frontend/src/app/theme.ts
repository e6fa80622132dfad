import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  Notification,
  type VariantColorsResolver,
} from '@mantine/core';
import { strings } from '../strings';

/** What is always there and seldom needed stays in the background until somebody points at it. */
const variantColorResolver: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input);
  if (input.variant !== 'subtle' || input.color !== 'gray') return colors;
  return {
    ...colors,
    color: 'var(--mantine-color-dimmed)',
    hover: 'var(--mantine-color-default-hover)',
    hoverColor: 'var(--mantine-color-text)',
  };
};

export const theme = createTheme({
  black: '#1f2328',
  primaryColor: 'indigo',
  primaryShade: { light: 7, dark: 8 },
  autoContrast: true,
  variantColorResolver,
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  components: {
    // A dialog's header is not the page's.
    ModalHeader: { defaultProps: { role: 'presentation' } },
    DrawerHeader: { defaultProps: { role: 'presentation' } },
    ModalCloseButton: { defaultProps: { 'aria-label': strings.app.close } },
    DrawerCloseButton: { defaultProps: { 'aria-label': strings.app.close } },
    // A menu stays in the landmark that it belongs to, and has nothing in it but its items.
    Menu: { defaultProps: { withinPortal: false, withInitialFocusPlaceholder: false } },
    Notification: Notification.extend({
      defaultProps: { closeButtonProps: { 'aria-label': strings.app.close } },
    }),
  },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.25rem', lineHeight: '1.4' },
      h2: { fontSize: '1rem', lineHeight: '1.4' },
      h3: { fontSize: '0.875rem', lineHeight: '1.4' },
    },
  },
});

/** Mantine's quiet colours are too faint to be read by everybody (WCAG asks for 4.5 : 1). */
export const variables: CSSVariablesResolver = ({ colors }) => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': colors.gray[7],
    '--mantine-color-placeholder': colors.gray[6],
    '--mantine-color-anchor': colors.indigo[8],
    '--mantine-color-error': colors.red[9],
  },
  dark: {
    '--mantine-color-default-color': colors.dark[0],
    '--mantine-color-dimmed': colors.dark[1],
    '--mantine-color-placeholder': colors.dark[2],
    '--mantine-color-anchor': colors.indigo[3],
    '--mantine-color-indigo-light-color': colors.indigo[3],
    '--mantine-color-error': colors.red[4],
  },
});
