interface Example {
  query: string;
  variables?: string;
}

function example(query: string, variables?: string): Example {
  return { query: query.trim(), variables: variables?.trim() };
}

// On a first visit GraphiQL fills the editor from the first tab's query but not from its variables,
// so this example spells its values out.
const createTicket = example(/* GraphQL */ `
# Creates a ticket; the classifier sorts it.
mutation CreateTicket {
  createTicket(
    input: {
      title: "Charged twice for November"
      description: "Please refund one payment."
    }
  ) {
    ticket {
      id
      title
      category
      priority
      status
      triage
      createdAt
      classification {
        categoryConfidence
        priorityConfidence
        reason
        provider
        model
      }
    }
  }
}
`);

const filterTickets = example(
  /* GraphQL */ `
# Lists the tickets that meet every condition.
query FilterTickets($filter: TicketFilter) {
  tickets(
    filter: $filter
    orderBy: { field: PRIORITY }
  ) {
    totalCount
    nodes {
      id
      title
      category
      priority
      status
      triage
    }
  }
}
`,
  /* JSON */ `
{
  "filter": {
    "category": ["BILLING"],
    "priority": ["MEDIUM", "HIGH", "CRITICAL"],
    "status": ["OPEN"],
    "triage": ["UNCONFIRMED"],
    "search": "november refund"
  }
}
`,
);

const nextPage = example(
  /* GraphQL */ `
# Pages forward: set after to endCursor.
query NextPage($first: Int, $after: String) {
  tickets(first: $first, after: $after) {
    totalCount
    nodes {
      id
      title
      createdAt
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
`,
  /* JSON */ `
{
  "first": 5,
  "after": null
}
`,
);

const statistics = example(/* GraphQL */ `
# Counts tickets and rates the classifier.
query Statistics {
  stats {
    total
    open
    averagePerDay
    byCategory {
      category
      count
    }
    byPriority {
      priority
      count
    }
    createdPerDay(days: 7) {
      date
      count
    }
    classification {
      suggestions
      categoryAccuracy
      priorityAccuracy
      fallbacks
      costUsd
    }
  }
}
`);

const classifyText = example(
  /* GraphQL */ `
# Classifies a text without saving a ticket.
mutation ClassifyText($input: ClassifyTicketInput!) {
  classifyTicket(input: $input) {
    classification {
      category
      categoryConfidence
      priority
      priorityConfidence
      reason
      provider
      model
      cached
      fallbackReason
      latencyMs
    }
  }
}
`,
  /* JSON */ `
{
  "input": {
    "title": "Cannot sign in",
    "description": "Nobody in our team can sign in."
  }
}
`,
);

const followTickets = example(/* GraphQL */ `
# Tells every change to an open ticket: run this,
# and then CreateTicket in another browser tab.
subscription FollowTickets {
  ticketChanged(filter: { status: OPEN }) {
    kind
    ticketId
    ticket {
      title
      category
      priority
      status
    }
  }
}
`);

export const examples = [
  createTicket,
  filterTickets,
  nextPage,
  statistics,
  classifyText,
  followTickets,
];
