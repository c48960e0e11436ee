import type { Annotation, Reliability, Stance } from '../../annotation/annotation.ts';
import type { Scales } from '../../codebook/codebook.ts';
import { asArray, hasType, idOf, iriOf, isObject, UUID, after, type JsonObject } from './vocabulary.ts';

export interface BodyNames {
  /** The name of an actor, a code or the author. */
  of(id: string): string;
  readonly scales: Scales;
}

export interface Body {
  readonly purpose: 'tagging' | 'assessing' | 'commenting';
  readonly [key: string]: unknown;
}

/** An annotation's tags as bodies, in the order actors, codes, stances, reliability, note. */
export function makeBodies(annotation: Annotation, names: BodyNames): Body[] {
  const bodies: Body[] = annotation.actors.map(({ actorId, role }) => ({
    type: 'SpecificResource',
    purpose: 'tagging',
    source: { id: iriOf(actorId), type: 'postil:Actor', label: names.of(actorId) },
    'postil:role': role,
  }));
  for (const code of annotation.codes) {
    bodies.push({
      type: 'TextualBody',
      purpose: 'tagging',
      value: names.of(code),
      'postil:code': iriOf(code),
    });
  }
  for (const stance of annotation.stances) bodies.push(stanceBody(stance, names));
  if (annotation.reliability) bodies.push(reliabilityBody(annotation.reliability, names.scales));
  if (annotation.note !== undefined) {
    bodies.push({ type: 'TextualBody', purpose: 'commenting', format: 'text/plain', value: annotation.note });
  }
  return bodies;
}

function stanceBody(stance: Stance, names: BodyNames): Body {
  const polarity = names.scales.polarity[String(stance.polarity)] ?? String(stance.polarity);
  const chain = stance.attribution.map((speaker) => `${names.of(speaker)}: `).join('');
  return {
    id: UUID + stance.id,
    type: ['TextualBody', 'postil:Stance'],
    purpose: 'assessing',
    format: 'text/plain',
    value: `${chain}${names.of(stance.holder)} → ${names.of(stance.target)}: ${polarity} (${stance.polarity}, ${stance.expression})`,
    'postil:holder': iriOf(stance.holder),
    'postil:target': iriOf(stance.target),
    'postil:polarity': stance.polarity,
    'postil:expression': stance.expression,
    'postil:attribution': stance.attribution.map(iriOf),
    'postil:note': stance.note,
  };
}

function reliabilityBody(reliability: Reliability, scales: Scales): Body {
  const { source, information, why } = reliability;
  const grades = [
    source && `${source} ${scales.source[source]}`,
    information && `${information} ${scales.information[String(information)]}`,
  ].filter((grade) => grade !== undefined);
  return {
    type: ['TextualBody', 'postil:Reliability'],
    purpose: 'assessing',
    format: 'text/plain',
    value: grades.join('; '),
    'postil:sourceGrade': source,
    'postil:informationGrade': information,
    'postil:why': why,
  };
}

/** The tags of a Postil annotation, unchecked: `annotationSchema` is what judges them. */
export function readBodies(item: JsonObject): Record<string, unknown> {
  const actors: unknown[] = [];
  const codes: unknown[] = [];
  const stances: unknown[] = [];
  let reliability: unknown;
  let note: unknown;
  for (const body of asArray(item['body'])) {
    if (!isObject(body)) continue;
    if (hasType(body, 'postil:Stance')) {
      stances.push({
        id: after(UUID, body['id']),
        holder: idOf(body['postil:holder']),
        target: idOf(body['postil:target']),
        polarity: body['postil:polarity'],
        expression: body['postil:expression'],
        attribution: asArray(body['postil:attribution']).map(idOf),
        note: body['postil:note'],
      });
    } else if (hasType(body, 'postil:Reliability')) {
      reliability = {
        source: body['postil:sourceGrade'],
        information: body['postil:informationGrade'],
        why: body['postil:why'],
      };
    } else if (body['postil:role'] !== undefined && isObject(body['source'])) {
      actors.push({ actorId: idOf(body['source']['id']), role: body['postil:role'] });
    } else if (body['postil:code'] !== undefined) {
      codes.push(idOf(body['postil:code']));
    } else if (body['purpose'] === 'commenting') {
      note = body['value'];
    }
  }
  return { actors, codes, stances, reliability, note };
}
