import type { OperationVariables, TypedDocumentNode } from '@apollo/client';
import { useQuery } from '@apollo/client/react';
import { useState } from 'react';

/** What a query has brought, as far as a part of the page cares. */
export interface Numbers<Data> {
  /** What there is to show: of these variables, or of former ones until the new numbers are there. */
  readonly data: Data | undefined;
  /** Whether the data are of former variables. */
  readonly isFormer: boolean;
  /** Why the last attempt failed. If there are data, they are of an earlier one. */
  readonly error: Error | undefined;
  readonly loading: boolean;
  readonly retry: () => void;
}

interface Settled<Data> {
  readonly of: string;
  readonly data: Data | undefined;
  readonly error: Error | undefined;
}

/** Asks for numbers. One attempt that fails takes away nothing of what an earlier one has brought. */
export function useNumbers<Data, Variables extends OperationVariables>(
  query: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Numbers<Data> {
  const { data, error, loading, refetch } = useQuery<Data, OperationVariables>(query, {
    variables,
    // What is known is shown at once, and asked for again: others have gone on meanwhile.
    fetchPolicy: 'cache-and-network',
  });
  const of = JSON.stringify(variables);
  const current = data as Data | undefined;
  const [settled, setSettled] = useState<Settled<Data>>();
  const isSame = settled?.of === of;
  const known = current ?? (isSame ? settled.data : undefined);
  if (!loading && !(isSame && settled.data === known && settled.error === error)) {
    setSettled({ of, data: known, error });
  }
  // What has failed stays told while it is tried again.
  const failure = error ?? (loading && isSame ? settled.error : undefined);
  const isFormer = known === undefined && failure === undefined;
  return {
    data: isFormer ? settled?.data : known,
    isFormer,
    error: failure,
    loading,
    // The error that a new attempt ends with is shown as the first was.
    retry: () => void refetch().catch(() => {}),
  };
}
