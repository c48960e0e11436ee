import { CODE_COLOURS, type Code, type Codebook, type CodeColour } from '../../core/codebook/codebook.ts';
import { isOffered } from '../../core/codebook/entries.ts';
import { withParent } from '../../core/codebook/remove-entry.ts';
import type { CodeId } from '../../core/ids.ts';
import { codeItem } from '../tagging/codebook-items.tsx';
import { DraftText } from '../ui/field.tsx';
import { changeCode, deleteCode } from './codebook-edits.ts';
import { ColourField } from './colour-field.tsx';
import { NamePopover } from './name-popover.tsx';
import { ChildEntries, EntryDetail } from './entry-detail.tsx';
import { ParentField } from './parent-field.tsx';
import { MemosHere } from '../memos/memos-here.tsx';
import { t } from '../i18n/texts.ts';

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
    <EntryDetail
      kind="code"
      entry={code}
      codebook={codebook}
      uses={uses}
      isProjectReadOnly={isProjectReadOnly}
      onRename={(name) => changeCode(code, { ...code, name }, `rename code ${code.name}`)}
      onOpen={(id) => onOpen(id as CodeId)}
      onDelete={() => deleteCode(code, onDeleted)}
    >
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
      <ChildEntries label={t('codebook.codesUnderIt')} entries={children} onOpen={onOpen}>
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
      </ChildEntries>
      <MemosHere target={{ kind: 'code', codeId: code.id }} />
    </EntryDetail>
  );
}

function withDefinition(code: Code, text: string): Code {
  const { definition: _before, ...rest } = code;
  return text.trim() === '' ? rest : { ...rest, definition: text.trim() };
}
