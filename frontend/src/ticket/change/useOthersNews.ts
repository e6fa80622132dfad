import { useState } from 'react';
import { isOwn } from './own';

/**
 * What somebody else has made of a ticket while it is shown, to be read out. `tell` puts into words what happened since
 * a former version.
 */
export function useOthersNews(
  id: string,
  version: number | undefined,
  tell: (former: number) => string,
): string {
  const [told, setTold] = useState({ version, news: '' });
  if (version !== undefined && version !== told.version) {
    const { version: former } = told;
    const news = former === undefined || isOwn(id, version) ? '' : tell(former);
    // The same words twice would be no change.
    setTold({ version, news: news !== '' && news === told.news ? `${news}\u00a0` : news });
  }
  return told.news;
}
