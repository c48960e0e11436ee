import { ACTOR_KINDS, type Actor, type Codebook } from '../../core/codebook/codebook.ts';
import type { Collision } from '../../core/codebook/collisions.ts';
import { isOffered } from '../../core/codebook/entries.ts';
import { withParent } from '../../core/codebook/remove-entry.ts';
import type { ActorId } from '../../core/ids.ts';
import { actorItem, actorKindText, partyName } from '../tagging/codebook-items.tsx';
import { DraftText, Field } from '../ui/field.tsx';
import { AliasEditor } from './alias-editor.tsx';
import { changeActor, deleteActor } from './codebook-edits.ts';
import { CollisionList } from './collision-list.tsx';
import { ChildEntries, EntryDetail } from './entry-detail.tsx';
import { ParentField } from './parent-field.tsx';
import { MemosHere } from '../memos/memos-here.tsx';
import { t } from '../i18n/texts.ts';
import type { MentionCounts } from './use-mention-counts.ts';

interface ActorDetailProps {
  readonly actor: Actor;
  readonly codebook: Codebook;
  readonly collisions: readonly Collision[];
  readonly mentionCounts: MentionCounts | null;
  /** Null while it is not known. */
  readonly uses: number | null;
  readonly isReadOnly: boolean;
  onOpen(id: ActorId): void;
  onDeleted(): void;
}

/** All that the codebook says of one actor, to read and to change. */
export function ActorDetail({
  actor,
  codebook,
  collisions,
  mentionCounts,
  uses,
  isReadOnly: isProjectReadOnly,
  onOpen,
  onDeleted,
}: ActorDetailProps) {
  // What has ended is changed no more; it can be brought back.
  const isReadOnly = isProjectReadOnly || !isOffered(actor);
  const children = codebook.actors.filter((child) => child.parent === actor.id);
  return (
    <EntryDetail
      kind="actor"
      entry={actor}
      codebook={codebook}
      uses={uses}
      isProjectReadOnly={isProjectReadOnly}
      onRename={(name) => changeActor(actor, { ...actor, name }, `rename actor ${actor.name}`)}
      onOpen={(id) => onOpen(id as ActorId)}
      onDelete={() => deleteActor(actor, onDeleted)}
    >
      <div className="entry-detail__pair">
        <Field label={t('codebook.kind')}>
          <select
            className="input"
            value={actor.kind}
            disabled={isReadOnly}
            onChange={(event) => {
              const kind = ACTOR_KINDS.find((candidate) => candidate === event.target.value);
              if (kind) changeActor(actor, { ...actor, kind }, `change the kind of ${actor.name}`);
            }}
          >
            {ACTOR_KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {actorKindText(kind)}
              </option>
            ))}
          </select>
        </Field>
        <ParentField
          entry={actor}
          entries={codebook.actors}
          isReadOnly={isReadOnly}
          itemOf={actorItem}
          onChange={(parent) => changeActor(actor, withParent(actor, parent?.id), `move actor ${actor.name}`)}
        />
      </div>
      <AliasEditor actor={actor} isReadOnly={isReadOnly} />
      <CollisionList
        actorId={actor.id}
        collisions={collisions}
        counts={mentionCounts}
        nameOf={(id) => partyName(codebook, id)}
        onOpen={onOpen}
      />
      {children.length > 0 ? (
        <ChildEntries label={t('codebook.actorsUnderIt')} entries={children} onOpen={onOpen} />
      ) : null}
      <DraftText
        label={t('codebook.note')}
        isMultiline
        isReadOnly={isReadOnly}
        placeholder={isReadOnly ? '' : t('codebook.whoTheyAreHowTo')}
        value={actor.note ?? ''}
        onCommit={(note) => changeActor(actor, withNote(actor, note), `change the note on ${actor.name}`)}
      />
      <MemosHere target={{ kind: 'actor', actorId: actor.id }} />
    </EntryDetail>
  );
}

function withNote(actor: Actor, note: string): Actor {
  const { note: _before, ...rest } = actor;
  return note.trim() === '' ? rest : { ...rest, note: note.trim() };
}
