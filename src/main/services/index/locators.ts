import { z } from 'zod';
import { documentSchema } from '../../../core/document/document.ts';
import { makeLocate, needsText, type Locate, type Locator } from '../../../core/document/locate.ts';
import { PostilError } from '../../../core/errors.ts';
import type { DocumentId } from '../../../core/ids.ts';
import type { ProjectStore } from '../store/project-store.ts';

/** Documents that are held ready: more than a table shows rows at once. */
const HELD = 256;

export interface Place {
  readonly documentId: DocumentId;
  readonly start: number;
  readonly end: number;
}

/** Where passages stand in their documents, for lists that show passages of many. */
export interface Locators {
  /** In the order asked; null where a document cannot be read. */
  of(places: readonly Place[]): Promise<(Locator | null)[]>;
}

/** Texts and structures never change: what was made ready of a document stays true. */
export function makeLocators(store: Pick<ProjectStore, 'scanDocument' | 'scanText'>): Locators {
  const held = new Map<DocumentId, Promise<Locate | null>>();

  function locateIn(id: DocumentId): Promise<Locate | null> {
    const known = held.get(id);
    held.delete(id);
    const locate = known ?? prepare(id);
    held.set(id, locate);
    if (held.size > HELD) held.delete(held.keys().next().value!);
    return locate;
  }

  async function prepare(id: DocumentId): Promise<Locate | null> {
    try {
      const record = documentSchema.parse(await store.scanDocument(id));
      return makeLocate(record, needsText(record) ? await store.scanText(id, record.text.sha256) : '');
    } catch (error) {
      // What cannot be read now is asked for again the next time; opening it says what is wrong.
      held.delete(id);
      if (error instanceof PostilError || error instanceof z.ZodError) return null;
      throw error;
    }
  }

  return {
    of: (places) =>
      Promise.all(places.map(async (place) => (await locateIn(place.documentId))?.([place]) ?? null)),
  };
}
