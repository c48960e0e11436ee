import { t } from '../i18n/texts.ts';

interface Deletion {
  readonly kind: 'actor' | 'code';
  readonly name: string;
  readonly users: readonly { readonly name: string; readonly isSelf: boolean; readonly count: number }[];
  /** Entries directly under it. */
  readonly children: number;
  /** The name of the entry above it. */
  readonly parent: string | undefined;
}

/** What deleting an entry means, said before it is done: how often it is used, and what stays. */
export function deletionQuestion({ kind, name, users, children, parent }: Deletion): string {
  const sentences: string[] = [];
  const total = users.reduce((sum, user) => sum + user.count, 0);
  if (total > 0) {
    const shares = users
      .toSorted((a, b) => Number(b.isSelf) - Number(a.isSelf) || b.count - a.count)
      .map((user) =>
        user.isSelf
          ? t('codebook.uses.yours', { n: user.count })
          : t('codebook.uses.by', { n: user.count, name: user.name }),
      );
    sentences.push(t('codebook.uses', { count: total, name, shares: shares.join(', ') }));
  }
  if (children > 0) {
    const place = parent === undefined ? t('codebook.moveUp.top') : `“${parent}”`;
    sentences.push(t(`codebook.moveUp.${kind}`, { count: children, place }));
  }
  sentences.push(t('codebook.undoBringsBack'));
  return sentences.join(' ');
}
