import { expect, test } from 'vitest';
import { savedFiltersFormat } from '../../../src/main/services/store/record-formats.ts';

test('a search that was saved when memos were shown beside texts and notes looks into all of them', () => {
  const request = { query: 'truce', sort: 'position', within: 'documents' };
  const filter = (n: number, scope: string) => ({
    id: `00000000-0000-7000-8000-00000000000${n}`,
    name: `Filter ${n}`,
    kind: 'search',
    request: { ...request, scope },
  });
  const evidence = {
    id: '00000000-0000-7000-8000-000000000009',
    name: 'Evidence',
    kind: 'evidence',
    filter: {},
    sort: { by: 'document', descending: false },
  };
  const old = { filters: [filter(1, 'both'), filter(2, 'notes'), evidence] };
  const migrated = savedFiltersFormat.schema.parse(savedFiltersFormat.migrations[2]!(old));
  expect(migrated).toEqual({ filters: [filter(1, 'all'), filter(2, 'notes'), evidence] });
});

test('what is no list of filters stays for the schema to refuse', () => {
  expect(savedFiltersFormat.migrations[2]!({ filters: 'x' })).toEqual({ filters: 'x' });
});
