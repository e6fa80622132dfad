import type { TicketCategory, TicketPriority, TicketStatus, Triage } from '../graphql.generated';

/** The labels in the order in which they are offered. */
export const CATEGORIES: readonly TicketCategory[] = ['BILLING', 'TECHNICAL', 'ACCOUNT', 'GENERAL'];
export const PRIORITIES: readonly TicketPriority[] = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'];
export const STATUSES: readonly TicketStatus[] = ['OPEN', 'IN_PROGRESS', 'RESOLVED', 'CLOSED'];
export const TRIAGES: readonly Triage[] = ['UNCONFIRMED', 'CONFIRMED', 'OVERRULED', 'MANUAL'];
