import type { CallName } from '../../../contract/calls.ts';
import type { Handlers } from '../../../contract/dispatcher.ts';
import {
  acceptingEdits,
  mentionGroups,
  mentionWindow,
  proposeNames,
  type QueueParts,
} from '../mentions/mention-queue.ts';
import type { HandlerParts } from './app-handlers.ts';
import { mutable, type ProjectSession } from './project-session.ts';
import { tellChange } from './tell-change.ts';

type Part<Prefix extends string> = Pick<Handlers, Extract<CallName, `${Prefix}.${string}`>>;

export function projectHandlers(
  parts: HandlerParts,
): Part<'project' | 'document' | 'evidence' | 'mentions' | 'versions'> {
  const { access, audience, desk, settings } = parts;

  /** A project of the user's own list was named by them before. */
  async function grantIfRecent(folder: string): Promise<void> {
    const { recentProjects } = await settings.get();
    if (recentProjects.some((recent) => recent.folder === folder)) access.grant(folder, 'write');
  }

  return {
    'project.current': () => ({ snapshot: desk.current?.snapshot() ?? null }),
    'project.create': async ({ folder, title }, context) => ({
      snapshot: await desk.create(await access.check(folder, 'write'), title, context, context.connection),
    }),
    'project.open': async ({ folder }, context) => {
      await grantIfRecent(folder);
      const real = await access.check(folder, 'write');
      return { snapshot: await desk.open(real, context, context.connection) };
    },
    'project.openSample': async (_args, context) => ({
      snapshot: await desk.openSample(context, context.connection),
    }),
    'project.restoreBackups': async ({ files }, context) => ({
      snapshot: await desk.restoreBackups(files, context, context.connection),
    }),
    'project.close': async (_args, { connection }) => {
      await desk.close(connection);
      return {};
    },
    'project.apply': async ({ label, edits }, context) => {
      const session = desk.required();
      return session.work(context, async () => {
        const applied = await session.apply({ label, edits });
        tellChange(audience, session, context.connection, { label, edits }, applied);
        return {
          codebookRevision: applied.codebookRevision,
          annotators: mutable(session.store.project().annotators),
        };
      });
    },
    'project.check': (_args, context) => {
      const session = desk.required();
      return session.work(context, (job) => session.store.check(job)).then(mutable);
    },
    'document.open': async ({ documentId }) => {
      const { store } = desk.required();
      const document = await store.readDocument(documentId);
      const text = await store.readText(documentId);
      const annotators = await store.layersOf(documentId);
      const layers = await Promise.all(annotators.map((annotator) => store.readLayer(documentId, annotator)));
      return { document: mutable(document), text, layers: mutable(layers) };
    },
    'document.locate': async ({ places }) => ({
      locators: mutable(await desk.required().locators.of(places)),
    }),
    'versions.carry': ({ documentId, except }, context) => {
      const session = desk.required();
      return session
        .work(context, (job) => session.versions.carry(session.annotator.id, job, documentId, except))
        .then(mutable);
    },
    'versions.queue': (window, context) => {
      const session = desk.required();
      return session
        .work(context, (job) => session.versions.queue(session.annotator.id, window, job))
        .then(mutable);
    },
    'versions.decide': async ({ documentId, annotationId, place }) => {
      const { versions, annotator } = desk.required();
      return { edits: mutable(await versions.decide(annotator.id, documentId, annotationId, place)) };
    },
    'evidence.query': async ({ filter, sort, offset, limit }) =>
      mutable(await desk.required().index.query(filter, sort, offset, limit)),
    'evidence.documents': async ({ filter }) => {
      const { documents } = await desk.required().index.annotationIds(filter);
      return { documents: [...documents] };
    },
    'evidence.usage': async (whose) => desk.required().index.usage(whose),
    'mentions.ofDocument': async ({ documentId }) => {
      const session = desk.required();
      return { mentions: mutable(await session.mentions.ofDocument(documentId, session.annotator.id)) };
    },
    'mentions.groups': ({ sets }, context) => {
      const session = desk.required();
      return session.work(context, async (job) => ({
        groups: mutable(await mentionGroups(queueParts(session), job, sets)),
      }));
    },
    'mentions.query': ({ filter, offset, limit }, context) => {
      const session = desk.required();
      return session
        .work(context, (job) => mentionWindow(queueParts(session), filter, offset, limit, job))
        .then(mutable);
    },
    'mentions.newNames': (_args, context) => {
      const session = desk.required();
      return session.work(context, async (job) => ({
        names: mutable(await proposeNames(queueParts(session), job)),
      }));
    },
    'mentions.acceptAll': ({ group, actorId, documentId, sets }, context) => {
      const session = desk.required();
      return session.work(context, async (job) => ({
        edits: mutable(await acceptingEdits(queueParts(session), group, actorId, documentId, job, sets)),
      }));
    },
  };
}

function queueParts({ store, mentions, annotator }: ProjectSession): QueueParts {
  return { store, finder: mentions, annotator: annotator.id };
}
