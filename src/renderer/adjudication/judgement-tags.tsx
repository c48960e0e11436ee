import { Plus, X } from 'lucide-react';
import { useRef, useState, type ReactNode, type RefObject } from 'react';
import { ACTOR_ROLES, type ActorRole } from '../../core/annotation/annotation.ts';
import type { Actor, Code, Codebook } from '../../core/codebook/codebook.ts';
import type { Edit } from '../../core/project/edit.ts';
import { usePostil } from '../app/state.ts';
import { actorGroups, codeGroups, partyName } from '../tagging/codebook-items.tsx';
import { newActor, newCode } from '../tagging/tag-actions.ts';
import { IconButton } from '../ui/button.tsx';
import { Picker } from '../ui/picker.tsx';
import { Popover } from '../ui/popover.tsx';
import { t } from '../i18n/texts.ts';
import { setDraft } from './adjudication-actions.ts';
import type { AdjudicationView } from './adjudication-view.ts';
import { shownJudgement, withJudgement, type Draft } from './draft.ts';

interface JudgementTagsProps {
  readonly draft: Draft;
  /** With what the draft adds to it. */
  readonly codebook: Codebook;
  readonly resolve: AdjudicationView['resolve'];
}

/** The actors that a place shall have, each with its part. */
export function JudgementActors({ draft, codebook, resolve }: JudgementTagsProps) {
  const recentActors = usePostil((state) => state.recentActors);
  const judgement = shownJudgement(draft);

  function addActor(actor: Actor, created: readonly Edit[] = []): void {
    const isThere = judgement.actors.some(
      ({ actorId, role }) => role === 'about' && resolve(actorId) === actor.id,
    );
    if (isThere) return;
    setDraft({
      ...withJudgement(draft, { actors: [...judgement.actors, { actorId: actor.id, role: 'about' }] }),
      created: [...draft.created, ...created],
    });
  }
  function setRole(at: number, role: ActorRole): void {
    setDraft(
      withJudgement(draft, {
        actors: judgement.actors.map((actor, i) => (i === at ? { ...actor, role } : actor)),
      }),
    );
  }

  return (
    <div className="tag-group" data-look="actor">
      <h4 className="tag-group__title">
        {t('adjudication.field.actors')}
        <Adder label={t('adjudication.addActor')}>
          {(close) => (
            <Picker<Actor>
              label={t('adjudication.addActor')}
              placeholder={t('tagging.actorOrANewName')}
              groups={actorGroups(codebook, recentActors)}
              hasDigits
              create={{
                noun: 'actor',
                onCreate(name) {
                  const { actor, edit } = newActor(name);
                  addActor(actor, [edit]);
                  close();
                },
              }}
              onPick={(actor) => {
                addActor(actor);
                close();
              }}
              onClose={close}
            />
          )}
        </Adder>
      </h4>
      <ul className="tag-group__list">
        {judgement.actors.map(({ actorId, role }, i) => {
          const name = partyName(codebook, actorId);
          return (
            <li key={`${actorId} ${role}`} className="tag-row">
              <span className="tag-row__main" dir="auto">
                {name}
              </span>
              <select
                className="role-select"
                aria-label={t('adjudication.partOf', { name })}
                value={role}
                onChange={({ target: { value } }) =>
                  setRole(i, ACTOR_ROLES.find((each) => each === value) ?? role)
                }
              >
                {ACTOR_ROLES.map((each) => (
                  <option key={each} value={each}>
                    {t(`inspector.role.${each}`)}
                  </option>
                ))}
              </select>
              <IconButton
                label={t('adjudication.untag', { name })}
                size="small"
                onClick={() =>
                  setDraft(withJudgement(draft, { actors: judgement.actors.filter((_, at) => at !== i) }))
                }
              >
                <X size={13} />
              </IconButton>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** The codes that a place shall have. */
export function JudgementCodes({ draft, codebook, resolve }: JudgementTagsProps) {
  const recentCodes = usePostil((state) => state.recentCodes);
  const judgement = shownJudgement(draft);

  function addCode(code: Code, created: readonly Edit[] = []): void {
    if (judgement.codes.some((id) => resolve(id) === code.id)) return;
    setDraft({
      ...withJudgement(draft, { codes: [...judgement.codes, code.id] }),
      created: [...draft.created, ...created],
    });
  }

  return (
    <div className="tag-group" data-look="code">
      <h4 className="tag-group__title">
        {t('adjudication.field.codes')}
        <Adder label={t('adjudication.addCode')}>
          {(close) => (
            <Picker<Code>
              label={t('adjudication.addCode')}
              placeholder={t('tagging.codeOrANewName')}
              groups={codeGroups(codebook, recentCodes)}
              hasDigits
              create={{
                noun: 'code',
                onCreate(name) {
                  const { code, edit } = newCode(name);
                  addCode(code, [edit]);
                  close();
                },
              }}
              onPick={(code) => {
                addCode(code);
                close();
              }}
              onClose={close}
            />
          )}
        </Adder>
      </h4>
      <ul className="tag-group__list">
        {judgement.codes.map((code) => (
          <li key={code} className="tag-row">
            <span className="tag-row__main" dir="auto">
              {partyName(codebook, code)}
            </span>
            <IconButton
              label={t('adjudication.untag', { name: partyName(codebook, code) })}
              size="small"
              onClick={() =>
                setDraft(withJudgement(draft, { codes: judgement.codes.filter((each) => each !== code) }))
              }
            >
              <X size={13} />
            </IconButton>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A button that opens a picker beneath it. */
function Adder({ label, children }: { readonly label: string; children(close: () => void): ReactNode }) {
  const anchor = useRef<HTMLSpanElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  return (
    <span ref={anchor}>
      <IconButton label={label} size="small" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        <Plus size={14} />
      </IconButton>
      {isOpen ? (
        <Popover
          label={label}
          anchor={anchor as RefObject<HTMLElement | null>}
          onClose={() => setIsOpen(false)}
        >
          {children(() => setIsOpen(false))}
        </Popover>
      ) : null}
    </span>
  );
}
