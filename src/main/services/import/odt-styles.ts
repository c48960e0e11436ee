import type { XmlElement } from './read-xml.ts';

export type ParagraphRole = 'title' | 'quote' | 'caption' | 'code' | null;

interface ListLevel {
  readonly isOrdered: boolean;
  /** As HTML's `type`: 1, a, A, i, I; of a list without numbers its bullet. */
  readonly format: string;
}

interface Style {
  readonly parent: string | undefined;
  isBold?: boolean;
  isItalic?: boolean;
}

const ROLES: readonly (readonly [RegExp, ParagraphRole])[] = [
  [/^Title$/, 'title'],
  [/^(?:Quotations|Quote|Intense_20_Quote|Block_20_Text)$/, 'quote'],
  [/^(?:caption|Illustration|Table|Drawing|Figure)$/i, 'caption'],
  [/^(?:Preformatted_20_Text|Source_20_Code)$/, 'code'],
];
const MOST_PARENTS = 20;

/** What the styles of an OpenDocument say of paragraphs, spans and lists; fed with the elements that declare them. */
export class OdtStyles {
  readonly #styles = new Map<string, Style>();
  readonly #levels = new Map<string, Map<number, ListLevel>>();
  #style: Style | null = null;
  #list: Map<number, ListLevel> | null = null;

  take({ name, attributes }: XmlElement): void {
    const own = attributes['name'];
    switch (name) {
      case 'style':
        this.#style = { parent: attributes['parent-style-name'] };
        if (own !== undefined) this.#styles.set(own, this.#style);
        break;
      case 'text-properties':
        if (!this.#style) break;
        if ('font-weight' in attributes)
          this.#style.isBold = /^(?:bold|[6-9]00)$/.test(attributes['font-weight']!);
        if ('font-style' in attributes)
          this.#style.isItalic = /italic|oblique/.test(attributes['font-style']!);
        break;
      case 'list-style':
        this.#list = new Map();
        if (own !== undefined) this.#levels.set(own, this.#list);
        break;
      case 'list-level-style-bullet':
      case 'list-level-style-image':
        this.#list?.set(Number(attributes['level']), {
          isOrdered: false,
          format: attributes['bullet-char'] ?? '',
        });
        break;
      case 'list-level-style-number': {
        const format = attributes['num-format'] ?? '';
        this.#list?.set(Number(attributes['level']), { isOrdered: format !== '', format });
        break;
      }
      default:
        break;
    }
  }

  /** What a paragraph is, by its style or one that the style is made from. */
  roleOf(name: string | undefined): ParagraphRole {
    for (const style of this.#lineage(name)) {
      const role = ROLES.find(([pattern]) => pattern.test(style));
      if (role) return role[1];
    }
    return null;
  }

  textOf(name: string | undefined): { readonly isBold: boolean; readonly isItalic: boolean } {
    let isBold: boolean | undefined;
    let isItalic: boolean | undefined;
    for (const ancestor of this.#lineage(name)) {
      const style = this.#styles.get(ancestor);
      isBold ??= style?.isBold;
      isItalic ??= style?.isItalic;
      if (ancestor === 'Strong_20_Emphasis') isBold ??= true;
      if (ancestor === 'Emphasis') isItalic ??= true;
    }
    return { isBold: isBold ?? false, isItalic: isItalic ?? false };
  }

  levelOf(listStyle: string, level: number): ListLevel {
    return this.#levels.get(listStyle)?.get(level) ?? { isOrdered: false, format: '' };
  }

  /** The style's name and its ancestors', as far as a file that is sane goes. */
  *#lineage(name: string | undefined): Generator<string> {
    let next = name;
    for (let i = 0; next !== undefined && i < MOST_PARENTS; i++) {
      yield next;
      next = this.#styles.get(next)?.parent;
    }
  }
}
