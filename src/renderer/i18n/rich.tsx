import { Fragment, type ReactNode } from 'react';

const TAG = /<(\w+)\/>|<(\w+)>(.*?)<\/\2>/gs;

/**
 * A text with marked words, `<b>Read only.</b> Why.`, as React draws it: each tag, and each lone
 * `<names/>`, by what has its name. A tag
 * that has none stays as it is written, for what is filled into a hole may hold one.
 */
export function rich(
  text: string,
  tags: Readonly<Record<string, ReactNode | ((inside: string) => ReactNode)>>,
): ReactNode {
  const parts: ReactNode[] = [];
  let end = 0;
  for (const match of text.matchAll(TAG)) {
    const [all, alone, around, inside = ''] = match;
    const name = alone ?? around!;
    const draw = Object.hasOwn(tags, name) ? tags[name] : undefined;
    if (draw === undefined) continue;
    parts.push(text.slice(end, match.index), typeof draw === 'function' ? draw(inside) : draw);
    end = match.index + all.length;
  }
  parts.push(text.slice(end));
  return parts.map((part, i) => <Fragment key={i}>{part}</Fragment>);
}

/** The tag that most texts need. */
export const BOLD = { b: (inside: string) => <b>{inside}</b> } as const;
