export const app = {
  name: 'Frontdesk',
  skipToContent: 'Skip to content',
  navigation: 'Main',
  tickets: 'Tickets',
  newTicket: 'New ticket',
  statistics: 'Statistics',
  playground: 'Playground',
  colorScheme: {
    label: 'Colour scheme',
    auto: 'System',
    light: 'Light',
    dark: 'Dark',
  },
  connection: {
    down: 'Live changes are paused until the connection is back.',
    downShort: 'Offline',
    /** Read out. */
    downSpoken: 'Offline: live changes are paused until the connection is back.',
    back: 'The connection is back.',
  },
  close: 'Close',
  notFound: {
    title: 'There is no such page',
    description: 'The address may be mistyped, or the page may have moved.',
    back: 'To the tickets',
  },
};
