import { countAnnotations } from '../../core/adjudication/layer-choice.ts';
import type { SourceId } from '../../core/ids.ts';
import type { Source } from '../../core/document/document.ts';
import type { DocumentSummary } from '../../core/project/project.ts';

/** What `documents --json` prints of a document. What is not known is null. */
export interface CliDocument {
  readonly id: string;
  readonly title: string;
  /** The name of its source; while none is set, the outlet that the text names. */
  readonly source: string | null;
  /** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
  readonly date: string | null;
  /** A BCP 47 tag. */
  readonly language: string | null;
  readonly fileName: string;
  /** UTF-16 code units. */
  readonly characters: number;
  /** In the annotators' own layers. */
  readonly annotationCount: number;
}

export function describeDocument(summary: DocumentSummary, sources: readonly Source[]): CliDocument {
  const { metadata } = summary;
  return {
    id: summary.id,
    title: summary.title,
    source: sourceName(summary.sourceId, sources) ?? metadata.outlet?.value ?? null,
    date: metadata.date?.value ?? null,
    language: metadata.language?.value ?? null,
    fileName: summary.fileName,
    characters: summary.characters,
    annotationCount: countAnnotations(summary, 'annotators'),
  };
}

function sourceName(id: SourceId | undefined, sources: readonly Source[]): string | undefined {
  return sources.find((source) => source.id === id)?.name;
}
