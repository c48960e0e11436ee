import type { ReactNode } from 'react';

export interface MessageTextProps {
  readonly children: string;
  /** Draws the first line; otherwise it stands as it is. */
  readonly own?: (line: string) => ReactNode;
}

/** A message to the user. Lines after the first are a service's own sentence, English: beneath, smaller. */
export function MessageText({ children, own }: MessageTextProps) {
  const [first = '', ...service] = children.split('\n');
  return (
    <>
      {own ? own(first) : first}
      {service.length > 0 ? (
        <span className="message-detail" lang="en" dir="ltr">
          {service.join('\n')}
        </span>
      ) : null}
    </>
  );
}
