import type { FormatName } from './format-table.ts';

/** What a format is for: how the interface and the documentation order them. */
export const FORMAT_GROUPS = ['postil', 'coding', 'language', 'table', 'sharing', 'report', 'other'] as const;
export type FormatGroup = (typeof FORMAT_GROUPS)[number];

/** By name, whether or not the format is in the table yet; what is named nowhere is `other`. */
const MEMBERS: Readonly<Record<Exclude<FormatGroup, 'other'>, readonly string[]>> = {
  postil: ['jsonl', 'w3c'],
  coding: ['qdpx', 'qdc', 'coding-sheet'],
  language: ['cas-xmi', 'cas-json', 'brat', 'label-studio', 'spacy', 'doccano', 'conll', 'tei'],
  table: ['csv', 'xlsx', 'parquet'],
  sharing: ['stix'],
  report: ['html', 'markdown', 'docx'],
};

export function groupOf(name: FormatName): FormatGroup {
  return FORMAT_GROUPS.find((group) => group !== 'other' && MEMBERS[group].includes(name)) ?? 'other';
}

/** The groups that have one of the formats, each with its own in their order. */
export function groupFormats<Name extends FormatName>(
  names: readonly Name[],
): { readonly group: FormatGroup; readonly names: readonly Name[] }[] {
  return FORMAT_GROUPS.map((group) => ({
    group,
    names: names.filter((name) => groupOf(name) === group),
  })).filter(({ names: members }) => members.length > 0);
}
