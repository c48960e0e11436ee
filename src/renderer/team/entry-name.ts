import type { ProjectSnapshot } from '../../contract/calls.ts';
import { ALL_DOCUMENTS } from '../../core/team/plan.ts';
import { t } from '../i18n/texts.ts';

/** What a registry's key (`actor:a-…`, `scales:` …) is called here; where it is not here, `otherwise` or its id. */
export function entryName(
  key: string,
  { codebook, sources, documents, documentSets }: ProjectSnapshot,
  otherwise?: string,
): string {
  const at = key.indexOf(':');
  const kind = key.slice(0, at);
  const id = key.slice(at + 1);
  const named = (entries: readonly { readonly id: string; readonly name: string }[]): string =>
    entries.find((entry) => entry.id === id)?.name ?? otherwise ?? id;
  if (kind === 'actor') return t('team.entryActor', { name: named(codebook.actors) });
  if (kind === 'code') return t('team.entryCode', { name: named(codebook.codes) });
  if (kind === 'source') return t('team.entrySource', { name: named(sources) });
  if (kind === 'set') return t('team.entrySet', { name: named(documentSets) });
  if (kind === 'document')
    return t('team.entryDocument', { name: documents.find((document) => document.id === id)?.title ?? id });
  if (kind === 'scales') return t('team.entryScales');
  return key;
}

/** What an entry of the plan (`person:…`, `phase:…`, `assignment:…`) is about. */
export function planEntryName(
  key: string,
  { documentSets }: ProjectSnapshot,
  nameOf: (annotator: string) => string,
): string {
  const [kind = '', id = ''] = key.split(':');
  if (kind === 'person') return t('team.roleOf', { name: nameOf(id) });
  const set = documentSets.find((one) => one.id === id)?.name ?? id;
  if (kind === 'phase')
    return t('team.phaseOfSet', { name: id === ALL_DOCUMENTS ? t('team.allDocuments') : set });
  if (kind === 'assignment')
    return t('team.assignmentOfSet', { name: id === ALL_DOCUMENTS ? t('team.everyDocument') : set });
  return key;
}
