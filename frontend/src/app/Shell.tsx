import { Button } from '@mantine/core';
import { IconChartBar, IconList, IconPlus, IconTerminal2 } from '@tabler/icons-react';
import { Suspense, useLayoutEffect } from 'react';
import { Link, NavLink, Outlet, useLocation } from 'react-router';
import favicon from '../favicon.svg';
import { strings } from '../strings';
import { Conflicts } from '../ticket/change/Conflicts';
import { ColorSchemeMenu } from './ColorSchemeMenu';
import { ConnectionNotice } from './ConnectionNotice';
import { ErrorBoundary } from './ErrorBoundary';
import { PageAnnouncement } from './PageAnnouncement';
import classes from './Shell.module.css';
import { ShellKeys } from './ShellKeys';
import { useFocusRescue } from './useFocusRescue';
import { useTopOfPage } from './useTopOfPage';

const { app } = strings;

/** What stands around every page. */
export function Shell() {
  const { pathname } = useLocation();
  useTopOfPage();
  useFocusRescue();
  // What `index.html` shows until now.
  useLayoutEffect(() => document.getElementById('before')?.remove(), []);
  return (
    <>
      <a className={classes.skip} href="#content">
        {app.skipToContent}
      </a>
      <header className={classes.header}>
        <Link to="/" className={classes.name}>
          <img src={favicon} alt="" width={20} height={20} />
          <span className={classes.word}>{app.name}</span>
        </Link>
        <nav className={classes.navigation} aria-label={app.navigation}>
          <NavLink to="/" end className={classes.link} title={app.tickets}>
            <IconList size="1rem" aria-hidden />
            <span className={classes.word}>{app.tickets}</span>
          </NavLink>
          <NavLink to="/stats" className={classes.link} title={app.statistics}>
            <IconChartBar size="1rem" aria-hidden />
            <span className={classes.word}>{app.statistics}</span>
          </NavLink>
          <a href="/playground" className={classes.link} title={app.playground}>
            <IconTerminal2 size="1rem" aria-hidden />
            <span className={classes.word}>{app.playground}</span>
          </a>
        </nav>
        <ConnectionNotice />
        <ShellKeys />
        <ColorSchemeMenu />
        <Button
          component={Link}
          to="/new"
          size="xs"
          className={classes.create}
          title={app.newTicket}
          leftSection={<IconPlus size="1rem" aria-hidden />}
        >
          <span className={classes.word}>{app.newTicket}</span>
        </Button>
      </header>
      <main id="content" className={classes.content} tabIndex={-1}>
        <ErrorBoundary page={pathname}>
          <Suspense>
            <Outlet />
          </Suspense>
        </ErrorBoundary>
      </main>
      <PageAnnouncement />
      <Conflicts />
    </>
  );
}
