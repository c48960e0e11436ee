import { makeCodePoints } from '../code-points.ts';
import { countReadingStates } from '../count-reading-states.ts';
import type { ExchangeFiles, ReadableFormat, ReadBack, WritableFormat } from '../format.ts';
import { placedIn, readBackSpans } from '../spans/read-span-document.ts';
import { guidOf } from './guids.ts';
import { isQdpxPart, labelsOfGroups, readExtensions, readQde, readQdpx, spansOf } from './read.ts';
import { writeQdpx } from './write.ts';

/**
 * A REFI-QDA project (.qdpx, version 1.5 of the standard, schema 1.0): what NVivo, ATLAS.ti, MAXQDA and QualCoder
 * exchange. Positions are code points. Stances are codes of their own, notes are notes; what the standard has no word
 * for stands in files beside the project, which other programs pass over.
 */
export const qdpxFormat: WritableFormat & ReadableFormat = {
  write: writeQdpx,
  cannotHold: countReadingStates,
  held: (annotation) => annotation,
  readBack,
  isPart: isQdpxPart,
  read: readQdpx,
};

async function* readBack(files: ExchangeFiles): AsyncGenerator<ReadBack | string> {
  const project = await readQde(files);
  const labels = labelsOfGroups(project.codes);
  for (const source of project.sources) {
    let text = '';
    for await (const chunk of files.text(`sources/${source.guid}.txt`)) text += chunk;
    const points = makeCodePoints(text);
    const spans = source.selections.flatMap((selection) => spansOf(selection, project, labels, text));
    for (const extension of await readExtensions(files, source.guid)) {
      const user = extension.annotator ? guidOf('annotator', extension.annotator.id) : '';
      const found = spans
        .filter(([coder]) => coder === user)
        .flatMap(([, span]) => span.labels.map((label) => placedIn(points, { ...span, labels: [label] })));
      yield* readBackSpans(extension, found, `The source “${source.name}”`);
    }
  }
}
