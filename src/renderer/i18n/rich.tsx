import { Fragment, type ReactNode } from 'react';

const TAG = /<(\w+)>(.*?)<\/\1>/gs;

/**
 * A text with marked words, `<b>Read only.</b> Why.`, as React draws it: each tag by the function of its name. A tag
 * that has none stays as it is written, for what is filled into a hole may hold one.
 */
export function rich(text: string, tags: Readonly<Record<string, (inside: string) => ReactNode>>): ReactNode {
  const parts: ReactNode[] = [];
  let end = 0;
  for (const match of text.matchAll(TAG)) {
    const [all, name, inside] = match;
    const draw = Object.hasOwn(tags, name!) ? tags[name!] : undefined;
    if (!draw) continue;
    parts.push(text.slice(end, match.index), draw(inside!));
    end = match.index + all.length;
  }
  parts.push(text.slice(end));
  return parts.map((part, i) => <Fragment key={i}>{part}</Fragment>);
}

/** The tag that most texts need. */
export const BOLD = { b: (inside: string) => <b>{inside}</b> } as const;
