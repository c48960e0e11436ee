import type { ProjectSnapshot } from '../../contract/calls.ts';
import { t } from '../i18n/texts.ts';

/** What a registry's key (`actor:a-…`, `scales:` …) is called here; its id where it is not here. */
export function entryName(
  key: string,
  { codebook, sources, documents, documentSets }: ProjectSnapshot,
): string {
  const at = key.indexOf(':');
  const kind = key.slice(0, at);
  const id = key.slice(at + 1);
  const named = (entries: readonly { readonly id: string; readonly name: string }[]): string =>
    entries.find((entry) => entry.id === id)?.name ?? id;
  if (kind === 'actor') return t('team.entryActor', { name: named(codebook.actors) });
  if (kind === 'code') return t('team.entryCode', { name: named(codebook.codes) });
  if (kind === 'source') return t('team.entrySource', { name: named(sources) });
  if (kind === 'set') return t('team.entrySet', { name: named(documentSets) });
  if (kind === 'document')
    return t('team.entryDocument', { name: documents.find((document) => document.id === id)?.title ?? id });
  if (kind === 'scales') return t('team.entryScales');
  return key;
}
