import type { MarkupFlow } from './markup-flow.ts';
import { leftOut } from './read-file.ts';

/** What a flow had to leave out, in sentences for the user. */
export function flowNotices({ leftOut: lost }: MarkupFlow): string[] {
  return [
    ...leftOut(lost.images, 'image', 'images'),
    ...leftOut(lost.objects, 'embedded object', 'embedded objects'),
    ...leftOut(lost.softHyphens, 'soft hyphen', 'soft hyphens'),
  ];
}
