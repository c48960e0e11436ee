import { afterEach, expect, test } from 'vitest';
import { adjudicatedIdOf } from '../../../src/core/adjudication/adjudicated-id.ts';
import { annotatorIdSchema } from '../../../src/core/ids.ts';
import { annotatorName } from '../../../src/renderer/app/annotator-name.ts';
import { setLanguage } from '../../../src/renderer/i18n/texts.ts';
import { snapshotOf } from '../sample-snapshot.ts';

afterEach(() => setLanguage('en'));

test('an adjudicated layer is called in the interface’s language, a person as they are called', () => {
  const project = snapshotOf({});
  const adjudicated = adjudicatedIdOf(annotatorIdSchema.parse('mina'));
  expect(annotatorName(project, adjudicated)).toBe('Adjudicated (Mina)');
  setLanguage('de');
  expect(annotatorName(project, adjudicated)).toBe('Adjudiziert (Mina)');
  expect(annotatorName(project, 'mina')).toBe('Mina');
  expect(annotatorName(project, 'nobody-known')).toBe('nobody-known');
});
