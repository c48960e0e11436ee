import { Check, ExternalLink, X } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { z } from 'zod';
import type { NameProposal } from '../../core/mentions/propose-names.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { notify, readOnlyText } from '../app/notices.ts';
import { recalled, remember } from '../app/view-memory.ts';
import { nextIndex } from '../codebook/next-index.ts';
import { Button } from '../ui/button.tsx';
import { addAlias, openPlace } from './mention-actions.ts';
import { t } from '../i18n/texts.ts';
import { rich } from '../i18n/rich.tsx';
import { inlineArrow } from '../ui/inline-arrow.ts';
import { useNewNames } from './use-mention-queue.ts';
import { MessageText } from '../ui/message-text.tsx';

/** What this user does not want to be asked again, on this machine: an actor's id and the name. */
const MEMORY_KEY = 'dismissedNames';
const dismissedSchema = z.array(z.string());
const PAGE = 10;

function keyOf({ actorId, text }: NameProposal): string {
  return `${actorId} ${text}`;
}

interface NewNamesProps {
  readonly project: ProjectSnapshot;
  nameOf(id: string): string;
  onLeave(): void;
}

/** Names that the texts use and the codebook has not: to be added as aliases, or not. */
export function NewNames({ project, nameOf, onLeave }: NewNamesProps) {
  const asked = useNewNames();
  const [dismissed, setDismissed] = useState<readonly string[]>(
    () => dismissedSchema.safeParse(recalled(MEMORY_KEY)).data ?? [],
  );
  const [active, setActive] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const names = (asked.answer ?? []).filter((name) => !dismissed.includes(keyOf(name)));
  const at = Math.min(active, Math.max(0, names.length - 1));
  const name = names[at];
  const isThere = name !== undefined;

  useEffect(() => {
    if (isThere) list.current?.focus({ preventScroll: true });
  }, [isThere]);
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [at]);

  function add(): void {
    if (!name) return;
    if (project.readOnly) notify('error', readOnlyText(project.readOnly));
    else addAlias(name);
  }
  function dismiss(): void {
    if (!name) return;
    const next = [...dismissed, keyOf(name)];
    setDismissed(next);
    remember(MEMORY_KEY, next);
    notify('info', t('mentions.isNotProposedAgainHere', { text: name.text }), {
      label: t('mentions.takeBack'),
      run: () => {
        const kept = next.filter((key) => key !== keyOf(name));
        setDismissed(kept);
        remember(MEMORY_KEY, kept);
      },
    });
  }
  function open(): void {
    if (name) openPlace(name.documentId, { start: name.start, end: name.end });
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = nextIndex(event.key, at, names.length, PAGE);
    if (next !== null) setActive(next);
    else if (event.key === 'Enter') add();
    else if (event.key === 'x' || event.key === 'Delete') dismiss();
    else if (event.key === 'o') open();
    else if (event.key === 'Escape' || inlineArrow(event.key) === 'back') onLeave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <>
      <p className="mentions__status" role="status">
        {asked.answer
          ? t('mentions.newNameCount', { count: names.length })
          : t('mentions.lookingForNewNames')}
      </p>
      {asked.failure ? (
        <p className="banner banner--error" role="alert">
          <MessageText>{asked.failure}</MessageText>
        </p>
      ) : null}
      {name ? (
        <div className="mention-tools" role="toolbar" aria-label={t('mentions.theNameInHand')}>
          <Button tone="primary" disabled={project.readOnly !== null} onClick={add}>
            <Check size={14} aria-hidden="true" />
            <span>{rich(t('mentions.addTo'), { name: <bdi>{nameOf(name.actorId)}</bdi> })}</span>
            <kbd className="kbd">{t('mentions.enterKey')}</kbd>
          </Button>
          <Button onClick={dismiss}>
            <X size={14} aria-hidden="true" /> {t('mentions.dismiss')} <kbd className="kbd">X</kbd>
          </Button>
          <Button onClick={open}>
            <ExternalLink size={14} aria-hidden="true" /> {t('mentions.open')} <kbd className="kbd">O</kbd>
          </Button>
        </div>
      ) : null}
      {asked.answer && names.length === 0 ? (
        <div className="empty">
          <h2>{t('mentions.noNewNames')}</h2>
          <p>{t('mentions.proposedAreLettersInBrackets')}</p>
        </div>
      ) : (
        <div
          ref={list}
          className="mention-list"
          role="listbox"
          aria-label={t('mentions.newNames')}
          tabIndex={0}
          aria-activedescendant={name ? `new-name-${at}` : undefined}
          onKeyDown={onKeyDown}
        >
          {names.map((each, index) => (
            // The list box has the keyboard; a click only chooses.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
            <div
              key={keyOf(each)}
              id={`new-name-${index}`}
              className="mention-list__row mention-list__row--name"
              role="option"
              aria-selected={index === at}
              onClick={() => setActive(index)}
              onDoubleClick={open}
            >
              <span>
                {rich(t(`mentions.reason.${each.kind}`), {
                  name: <b dir="auto">{each.text}</b>,
                  near: <bdi>{each.near}</bdi>,
                })}
              </span>
              <span className="mention-list__more">
                <span dir="auto">{nameOf(each.actorId)}</span>
                <span>{t('mentions.timesFound', { count: each.count })}</span>
              </span>
            </div>
          ))}
        </div>
      )}
    </>
  );
}
