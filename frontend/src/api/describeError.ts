import { CombinedGraphQLErrors, ServerError } from '@apollo/client';
import { strings } from '../strings';

/** The stable code of an error of the API, if it is one. */
export function codeOf(error: unknown): string | undefined {
  const code = CombinedGraphQLErrors.is(error) && error.errors[0]?.extensions?.code;
  return typeof code === 'string' ? code : undefined;
}

/** What is wrong with single fields of an input: `{ path: 'input.title', message: 'must not be blank.' }`. */
export function faultsOf(error: unknown): readonly { path: string; message: string }[] {
  const fields = CombinedGraphQLErrors.is(error) && error.errors[0]?.extensions?.fields;
  return Array.isArray(fields) ? fields : [];
}

/** A sentence for people about something that went wrong between the page and the server. */
export function describeError(error: unknown): string {
  if (CombinedGraphQLErrors.is(error)) {
    return strings.errors.byCode[codeOf(error) ?? ''] ?? error.errors[0]?.message ?? error.message;
  }
  if (ServerError.is(error)) return strings.errors.byCode.UNAVAILABLE ?? error.message;
  return strings.errors.network;
}
