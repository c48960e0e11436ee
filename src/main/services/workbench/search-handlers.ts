import type { CallName } from '../../../contract/calls.ts';
import type { Handlers } from '../../../contract/dispatcher.ts';
import type { TextRange } from '../../../core/annotation/annotation.ts';
import { makeTarget } from '../../../core/annotation/target.ts';
import { PostilError } from '../../../core/errors.ts';
import type { HandlerParts } from './app-handlers.ts';
import { mutable } from './project-session.ts';

type Part<Prefix extends string> = Pick<Handlers, Extract<CallName, `${Prefix}.${string}`>>;

export function searchHandlers({ desk }: HandlerParts): Part<'search'> {
  return {
    'search.query': async ({ offset, limit, locale, ...request }, context) => {
      const session = desk.required();
      return session
        .work(context, (job) => session.search.query(request, offset, limit, job, locale))
        .then(mutable);
    },
    'search.describe': async ({ documentId, ranges }) => {
      const { store, annotator } = desk.required();
      const [document, text, layer] = await Promise.all([
        store.readDocument(documentId),
        store.readText(documentId),
        store.readLayer(documentId, annotator.id),
      ]);
      const own = new Map(
        layer.annotations
          .filter(({ target }) => target.ranges.length === 1)
          .map((annotation) => [rangeKey(annotation.target.ranges[0]!), annotation]),
      );
      const passages = ranges.map((range) => {
        if (range.end > text.length) {
          throw new PostilError('bad-request', `${documentId} ends before ${range.end}.`);
        }
        return {
          target: makeTarget(text, document.text.sha256, [range]),
          existing: own.get(rangeKey(range)) ?? null,
        };
      });
      return mutable({ passages });
    },
  };
}

function rangeKey({ start, end }: TextRange): string {
  return `${start} ${end}`;
}
