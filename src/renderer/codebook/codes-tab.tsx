import { Library } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Code } from '../../core/codebook/codebook.ts';
import { isOffered } from '../../core/codebook/entries.ts';
import { ancestorsOf, treeRows } from '../../core/codebook/tree.ts';
import type { CodeId } from '../../core/ids.ts';
import { foldText } from '../../core/text-fold.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { Button } from '../ui/button.tsx';
import { CodeDetail } from './code-detail.tsx';
import { CodeSetsDialog } from './code-sets-dialog.tsx';
import { CodeTree } from './code-tree.tsx';
import { addCode, deleteCode } from './codebook-edits.ts';
import { EntrySplit } from './entry-split.tsx';
import { focusList, focusName } from './focus.ts';
import { NamePopover } from './name-popover.tsx';
import { neighbourOf } from './neighbour-of.ts';
import { ShowEnded } from './show-ended.tsx';
import { t } from '../i18n/texts.ts';
import type { Usage } from './use-usage.ts';

interface CodesTabProps {
  readonly project: ProjectSnapshot;
  readonly usage: Usage | null;
  readonly chosen: CodeId | null;
  onChoose(id: CodeId | null): void;
}

/** The codes as a tree at the left, one code at the right. */
export function CodesTab({ project, usage, chosen, onChoose }: CodesTabProps) {
  const { codebook } = project;
  const { codes } = codebook;
  const isReadOnly = project.readOnly !== null;
  const [query, setQuery] = useState('');
  const [collapsed, setCollapsed] = useState<ReadonlySet<CodeId>>(new Set());
  const [isAddingSet, setIsAddingSet] = useState(false);
  const [isShowingEnded, setIsShowingEnded] = useState(false);
  const shown = useMemo(
    () => matchingWithAncestors(isShowingEnded ? codes : codes.filter(isOffered), query),
    [codes, query, isShowingEnded],
  );
  const rows = useMemo(
    () => treeRows(shown, byPlace(codes), (id) => query === '' && collapsed.has(id)),
    [shown, codes, collapsed, query],
  );
  const code = codes.find((candidate) => candidate.id === chosen) ?? rows[0]?.entry;

  function toggle(id: CodeId, isOpen: boolean): void {
    const next = new Set(collapsed);
    if (isOpen) next.delete(id);
    else next.add(id);
    setCollapsed(next);
  }
  function show(id: CodeId): void {
    const next = new Set(collapsed);
    for (const ancestor of ancestorsOf(codes, id)) next.delete(ancestor as CodeId);
    setCollapsed(next);
    setQuery('');
    onChoose(id);
    focusList();
  }
  function create(name: string, parent?: Code): void {
    if (parent) toggle(parent.id, true);
    setQuery('');
    onChoose(addCode(name, parent));
    focusName();
  }
  function chooseNeighbour(id: CodeId): void {
    const ids = rows.map((row) => row.entry.id);
    onChoose(neighbourOf(ids, id));
    focusList();
  }
  const names = codes.filter(isOffered).map((entry) => entry.name);

  return (
    <>
      <EntrySplit
        searchLabel={t('codebook.searchCodes')}
        searchPlaceholder={t('codebook.searchNamesAndDefinitions')}
        query={query}
        onQuery={setQuery}
        tools={
          <>
            <NamePopover
              kind="code"
              text={t('codebook.newCode')}
              taken={names}
              isDisabled={isReadOnly}
              onCreate={(name) => create(name)}
            />
            <Button tone="quiet" disabled={isReadOnly} onClick={() => setIsAddingSet(true)}>
              <Library size={14} aria-hidden="true" /> {t('codebook.addACodeSetEllipsis')}
            </Button>
            <ShowEnded
              count={codes.length - codes.filter(isOffered).length}
              isShowing={isShowingEnded}
              onToggle={setIsShowingEnded}
            />
          </>
        }
        noneText={codes.length > 0 && rows.length === 0 ? t('codebook.noCodeHas', { query }) : null}
        list={
          codes.length > 0 ? (
            <CodeTree
              rows={rows}
              chosen={code?.id ?? null}
              uses={usage?.codes ?? null}
              codebook={codebook}
              isCollapsed={(id) => query === '' && collapsed.has(id)}
              onChoose={onChoose}
              onToggle={toggle}
              onEnter={focusName}
              onDelete={() => {
                if (code && !isReadOnly) deleteCode(code, () => chooseNeighbour(code.id));
              }}
            />
          ) : null
        }
        entryId={code?.id}
      >
        {code ? (
          <CodeDetail
            key={code.id}
            code={code}
            codebook={codebook}
            uses={usage ? (usage.codes[code.id] ?? 0) : null}
            isReadOnly={isReadOnly}
            onOpen={show}
            onCreateUnder={(name) => create(name, code)}
            onDeleted={() => chooseNeighbour(code.id)}
          />
        ) : codes.length === 0 ? (
          <div className="empty">
            <h2>{t('codebook.noCodesYet')}</h2>
            <p>{t('codebook.codesTagWhatAPassage')}</p>
            {isReadOnly ? null : (
              <Button onClick={() => setIsAddingSet(true)}>{t('codebook.addACodeSetEllipsis')}</Button>
            )}
          </div>
        ) : null}
      </EntrySplit>
      {isAddingSet ? <CodeSetsDialog codebook={codebook} onClose={() => setIsAddingSet(false)} /> : null}
    </>
  );
}

/** Siblings keep the order in which they were made: scales and sets have an order that the alphabet does not know. */
function byPlace(codes: readonly Code[]): (a: Code, b: Code) => number {
  const places = new Map(codes.map((code, at) => [code.id, at]));
  return (a, b) => places.get(a.id)! - places.get(b.id)!;
}

function matchingWithAncestors(codes: readonly Code[], query: string): readonly Code[] {
  const words = foldText(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return codes;
  const kept = new Set<string>();
  for (const code of codes) {
    const text = foldText(`${code.name}\n${code.definition ?? ''}`);
    if (!words.every((word) => text.includes(word))) continue;
    kept.add(code.id);
    for (const ancestor of ancestorsOf(codes, code.id)) kept.add(ancestor);
  }
  return codes.filter((code) => kept.has(code.id));
}
