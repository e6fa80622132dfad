import type { FragmentType } from '@apollo/client';
import { useFragment } from '@apollo/client/react';
import { Text, Title, VisuallyHidden } from '@mantine/core';
import { useEffect, useEffectEvent } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { strings } from '../../strings';
import { useKeys } from '../../ui/keys';
import { EditableText } from './EditableText';
import { type Texts_TicketFragment, Texts_TicketFragmentDoc } from './Texts.generated';
import { useEditing } from './useEditing';

interface Props {
  readonly ticket: FragmentType<typeof Texts_TicketFragmentDoc>;
  /** Whether it is gone: then nothing of it can be changed. */
  readonly isDeleted: boolean;
}

/** What the customer wants, in a line and in full. */
export function Texts({ ticket, isDeleted }: Props) {
  const { data, complete } = useFragment({ fragment: Texts_TicketFragmentDoc, from: ticket });
  if (!complete) return null;
  return (
    <>
      <TicketTitle {...data} isDeleted={isDeleted} />
      <Description {...data} isDeleted={isDeleted} />
    </>
  );
}

type TextProps = Texts_TicketFragment & Pick<Props, 'isDeleted'>;

function TicketTitle({ id, title, version, isDeleted }: TextProps) {
  const editing = useEditing({ id, field: 'title', value: title, version });
  const location = useLocation();
  const navigate = useNavigate();
  useKeys(isDeleted ? {} : { e: editing.begin });

  // A list can ask for it; a reload does not ask again.
  const beginIfAsked = useEffectEvent(() => {
    if (!location.state?.edit) return;
    editing.begin();
    navigate(location.pathname, { replace: true });
  });
  useEffect(beginIfAsked, []);

  return (
    <div>
      {/* While the heading is a field, the page keeps one to be found by. */}
      {editing.text !== undefined && (
        <VisuallyHidden component="h1">{strings.ticket.name(id)}</VisuallyHidden>
      )}
      <EditableText field="title" editing={editing} isDeleted={isDeleted}>
        <Title order={1} className="customers-words" dir="auto">
          {title}
        </Title>
      </EditableText>
    </div>
  );
}

function Description({ id, description, version, isDeleted }: TextProps) {
  const editing = useEditing({ id, field: 'description', value: description, version });
  return (
    <EditableText field="description" editing={editing} isDeleted={isDeleted}>
      <Text className="customers-words" dir="auto">
        {description}
      </Text>
    </EditableText>
  );
}
