/** The words for the labels of a ticket, and their meaning in half a sentence. */
export const labels = {
  category: {
    name: 'Category',
    BILLING: 'Billing',
    TECHNICAL: 'Technical',
    ACCOUNT: 'Account',
    GENERAL: 'General',
  },
  categoryHelp: {
    BILLING: 'Charges, invoices, refunds, prices, plans',
    TECHNICAL: 'Something misbehaves or needs an engineer',
    ACCOUNT: 'Who may get in and who is who',
    GENERAL: 'Everything else',
  },
  priority: {
    name: 'Priority',
    LOW: 'Low',
    MEDIUM: 'Medium',
    HIGH: 'High',
    CRITICAL: 'Critical',
  },
  priorityHelp: {
    LOW: 'Nothing is lost by waiting',
    MEDIUM: 'Days are acceptable, or there is a way round',
    HIGH: 'One person, team or shop is fully blocked',
    CRITICAL: 'Harm that is wide, irreversible or growing',
  },
  status: {
    name: 'Status',
    OPEN: 'Open',
    IN_PROGRESS: 'In progress',
    RESOLVED: 'Resolved',
    CLOSED: 'Closed',
  },
  triage: {
    name: 'Suggestion',
    MANUAL: 'Without a suggestion',
    UNCONFIRMED: 'To confirm',
    CONFIRMED: 'Confirmed',
    OVERRULED: 'Overruled',
  },
  band: {
    SURE: 'sure',
    FAIRLY_SURE: 'fairly sure',
    NOT_SURE: 'not sure',
  },
  provider: {
    LOCAL: 'Embedded model',
    OPENAI: 'OpenAI',
    ANTHROPIC: 'Anthropic',
  },
};
