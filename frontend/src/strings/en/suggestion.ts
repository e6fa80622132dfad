/** The classifier's suggestion, in the form and on a ticket's page. */
export const suggestion = {
  /** `Billing · sure`. */
  chip: (label: string, band: string) => `${label} · ${band}`,
  /** The same, read out. */
  spoken: (label: string, band: string) => `${label}, ${band}`,
  accept: 'Accept',
  acceptLabel: (label: string) => `Accept ${label}`,
  why: 'Why?',
  whyTitle: (label: string) => `Why ${label}`,
  noReason: 'No reason was given.',
  by: (provider: string, model: string) => `${provider}, ${model}.`,
  cached: 'From cache: an earlier answer to the same text.',
  notCached: 'Not from cache.',
  fellBack: (reason: string) => `Answered in place of the configured provider. ${reason}`,
};
