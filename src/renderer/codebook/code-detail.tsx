import { CODE_COLOURS, type Code, type Codebook, type CodeColour } from '../../core/codebook/codebook.ts';
import { isOffered } from '../../core/codebook/entries.ts';
import { withParent } from '../../core/codebook/remove-entry.ts';
import type { CodeId } from '../../core/ids.ts';
import { codeItem } from '../tagging/codebook-items.tsx';
import { DraftText } from '../ui/field.tsx';
import { changeCode, deleteCode, showUses } from './codebook-edits.ts';
import { ColourField } from './colour-field.tsx';
import { EndedBanner } from './ended-banner.tsx';
import { EntryActions } from './entry-actions.tsx';
import { DETAIL_NAME_ID } from './focus.ts';
import { NamePopover } from './name-popover.tsx';
import { ParentField } from './parent-field.tsx';
import { RequiredText } from './required-text.tsx';
import { MemosHere } from '../memos/memos-here.tsx';
import { t } from '../i18n/texts.ts';
import { UseCount } from './use-count.tsx';

interface CodeDetailProps {
  readonly code: Code;
  readonly codebook: Codebook;
  /** Null while it is not known. */
  readonly uses: number | null;
  readonly isReadOnly: boolean;
  onOpen(id: CodeId): void;
  onCreateUnder(name: string): void;
  onDeleted(): void;
}

/** All that the codebook says of one code, to read and to change. */
export function CodeDetail({
  code,
  codebook,
  uses,
  isReadOnly: isProjectReadOnly,
  onOpen,
  onCreateUnder,
  onDeleted,
}: CodeDetailProps) {
  // What has ended is changed no more; it can be brought back.
  const isReadOnly = isProjectReadOnly || !isOffered(code);
  const children = codebook.codes.filter((child) => child.parent === code.id);
  return (
    <section className="entry-detail" aria-label={t('codebook.code', { name: code.name })}>
      <header className="entry-detail__head">
        <RequiredText
          id={DETAIL_NAME_ID}
          className="entry-detail__name"
          label={t('codebook.name')}
          maxLength={200}
          value={code.name}
          isReadOnly={isReadOnly}
          onCommit={(name) => changeCode(code, { ...code, name }, `rename code ${code.name}`)}
        />
        <UseCount uses={uses} onShow={() => showUses({ codes: [code.id] })} />
      </header>
      <EndedBanner
        kind="code"
        entry={code}
        codebook={codebook}
        isReadOnly={isProjectReadOnly}
        onOpen={(id) => onOpen(id as CodeId)}
      />
      <div className="entry-detail__pair">
        <ColourField
          colours={CODE_COLOURS}
          value={code.colour}
          isReadOnly={isReadOnly}
          onChange={(colour: CodeColour) =>
            changeCode(code, { ...code, colour }, `change the colour of ${code.name}`)
          }
        />
        <ParentField
          entry={code}
          entries={codebook.codes}
          isReadOnly={isReadOnly}
          itemOf={(entry) => codeItem(entry, codebook)}
          onChange={(parent) => changeCode(code, withParent(code, parent?.id), `move code ${code.name}`)}
        />
      </div>
      <DraftText
        label={t('codebook.definition')}
        isMultiline
        isReadOnly={isReadOnly}
        placeholder={isReadOnly ? '' : t('codebook.whenToUseItWhen')}
        value={code.definition ?? ''}
        onCommit={(text) =>
          changeCode(code, withDefinition(code, text), `change the definition of ${code.name}`)
        }
      />
      <div className="field">
        <h2 className="field__label">{t('codebook.codesUnderIt')}</h2>
        <ul className="entry-detail__children">
          {children.map((child) => (
            <li key={child.id}>
              <button type="button" className="link" dir="auto" onClick={() => onOpen(child.id)}>
                {child.name}
              </button>
            </li>
          ))}
          <li>
            <NamePopover
              kind="code"
              text={t('codebook.addUnderIt')}
              tone="quiet"
              taken={codebook.codes.map((entry) => entry.name)}
              isDisabled={isReadOnly}
              onCreate={onCreateUnder}
            />
          </li>
        </ul>
      </div>
      <MemosHere target={{ kind: 'code', codeId: code.id }} />
      <EntryActions
        kind="code"
        entry={code}
        isReadOnly={isProjectReadOnly}
        onDelete={() => deleteCode(code, onDeleted)}
      />
    </section>
  );
}

function withDefinition(code: Code, text: string): Code {
  const { definition: _before, ...rest } = code;
  return text.trim() === '' ? rest : { ...rest, definition: text.trim() };
}
