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
    const isOne = total === 1;
    const shares = users
      .toSorted((a, b) => Number(b.isSelf) - Number(a.isSelf) || b.count - a.count)
      .map((user) => (user.isSelf ? `${user.count} yours` : `${user.count} by ${user.name}`));
    sentences.push(
      `${total} ${isOne ? 'annotation uses' : 'annotations use'} “${name}”: ${shares.join(', ')}.`,
      `${isOne ? 'It keeps' : 'They keep'} the tag and ${isOne ? 'shows' : 'show'} it as “${name} (deleted)”.`,
    );
  }
  if (children > 0) {
    const noun = children === 1 ? kind : `${kind}s`;
    const move = children === 1 ? 'moves' : 'move';
    const place = parent === undefined ? 'to the top level' : `to “${parent}”`;
    sentences.push(`The ${children === 1 ? '' : `${children} `}${noun} under it ${move} up ${place}.`);
  }
  sentences.push('Undo brings it back.');
  return sentences.join(' ');
}
