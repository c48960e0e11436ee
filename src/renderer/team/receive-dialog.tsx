import { nameAmong } from '../../core/adjudication/adjudicated-id.ts';
import type { ReactNode } from 'react';
import { PHASES, ROLES } from '../../core/team/plan.ts';
import { spokenName } from '../app/annotator-name.ts';
import { t } from '../i18n/texts.ts';
import { formatNumber } from '../i18n/format.ts';
import { Button } from '../ui/button.tsx';
import { Modal } from '../ui/modal.tsx';
import { receive } from './exchange-actions.ts';
import { reasonWords } from './reason-words.ts';
import { refusalWords } from './refusal-words.ts';
import { setTeam, type Shown } from './team-state.ts';

/** So many of a kind are listed; the others are counted. */
const LISTED = 50;

interface ReceiveDialogProps {
  readonly shown: Extract<Shown, { kind: 'receive' }>;
  nameOf(annotator: string): string;
  titleOf(document: string): string;
  entryOf(key: string): string;
}

/** What would come, or what came. */
export function ReceiveDialog({ shown, nameOf, titleOf, entryOf }: ReceiveDialogProps) {
  const { origin, report, isDone } = shown;
  function nameOfAll(id: string): string {
    const name = nameAmong(report.newPeople, id);
    return name === undefined ? nameOf(id) : spokenName({ id, name });
  }
  const close = () => setTeam({ shown: null });
  return (
    <Modal
      title={isDone ? t('team.didReceive') : t('team.wouldReceive')}
      size="wide"
      onClose={close}
      footer={
        isDone ? (
          <Button tone="primary" onClick={close}>
            {t('team.close')}
          </Button>
        ) : (
          <>
            <Button onClick={close}>{t('team.cancel')}</Button>
            <Button tone="primary" disabled={report.accepted === 0} onClick={() => receive(origin)}>
              {t('team.receiveNow')}
            </Button>
          </>
        )
      }
    >
      <p className="team__path" dir="auto">
        {t('team.from', { place: origin.name })}
      </p>
      <p>
        {report.accepted === 0
          ? t('team.receivedNothing')
          : t('team.summary', { count: report.accepted, known: formatNumber(report.known) })}
      </p>
      <Lines
        title={t('team.newPeople')}
        hint={t('team.fingerprintHint')}
        lines={report.newPeople.map(({ id, name, fingerprint }) => (
          <Line key={id} text={name} note={<code>{fingerprint}</code>} />
        ))}
      />
      <Lines
        title={t('team.newDocuments')}
        lines={report.documents.map((id) => (
          <Line key={id} text={titleOf(id)} />
        ))}
      />
      <Lines
        title={t('team.layers')}
        lines={report.layers.map(({ document, annotator, added, changed, removed }) => (
          <Line
            key={`${document} ${annotator}`}
            text={t('team.layerLine', { name: nameOfAll(annotator), document: titleOf(document) })}
            note={t('team.difference', { added, changed, removed })}
          />
        ))}
      />
      <Lines
        title={t('team.memos')}
        lines={report.memos.map(({ memo, annotator, title, change }) => (
          <Line
            key={`${memo} ${annotator}`}
            text={
              title === ''
                ? t('team.memoLineUntitled', { name: nameOfAll(annotator) })
                : t('team.memoLine', { name: nameOfAll(annotator), title })
            }
            note={t(`team.memoChange.${change}`)}
          />
        ))}
      />
      <Lines
        title={t('team.registryChanges')}
        lines={report.registryChanges.map((change) => (
          <Line key={change} text={change} />
        ))}
      />
      <Lines
        title={t('team.planChanges')}
        lines={report.planChanges.map((change) => (
          <Line key={`${change.kind} ${change.about}`} text={planChangeWords(change)} />
        ))}
      />
      <Lines
        title={t('team.conflicts')}
        lines={report.conflicts.map((conflict) => (
          <Line
            key={conflict.key}
            text={t('team.conflictLine', { entry: entryOf(conflict.key), why: reasonWords(conflict) })}
          />
        ))}
      />
      <Lines
        title={t('team.forksFound')}
        lines={report.forks.map(({ document }) => (
          <Line key={document} text={titleOf(document)} />
        ))}
      />
      <Lines
        title={t('team.waiting')}
        lines={[
          ...report.waiting.map(({ document, annotator, ...reason }) => (
            <Line
              key={`${document} ${annotator}`}
              text={t('team.layerLine', { name: nameOfAll(annotator), document: titleOf(document) })}
              note={reasonWords(reason)}
            />
          )),
          ...report.waitingMemos.map(({ annotator, count, ...reason }) => (
            <Line
              key={`memos ${annotator} ${reason.reason}`}
              text={t('team.memosOf', { name: nameOfAll(annotator), count })}
              note={reasonWords(reason)}
            />
          )),
        ]}
      />
      <Lines
        title={t('team.held')}
        lines={report.held.map(({ author, kind, signKey, ...reason }) => (
          <Line
            key={`${author} ${kind} ${signKey} ${reason.reason}`}
            text={nameOfAll(author)}
            note={reasonWords(reason)}
          />
        ))}
      />
      <Lines
        title={t('team.refused')}
        lines={report.refused.map(({ name, ...said }) => (
          <Line key={name} text={name} note={refusalWords(said)} />
        ))}
      />
      <Lines
        title={t('team.notRecognised')}
        hint={t('team.notRecognisedHint')}
        lines={report.notRecognised.map((name) => (
          <Line key={name} text={name} />
        ))}
      />
    </Modal>
  );
}

function planChangeWords({
  kind,
  name: named,
  to,
}: ReceiveDialogProps['shown']['report']['planChanges'][number]): string {
  if (kind === 'assignment') {
    const name = named || t('team.everyDocument');
    return t(to === null ? 'team.assignmentGone' : 'team.assignmentDrawn', { name });
  }
  const name = named || t('team.allDocuments');
  const role = ROLES.find((one) => one === to);
  const phase = PHASES.find((one) => one === to);
  return t('team.nowIs', {
    name,
    what: kind === 'role' ? t(`team.role.${role ?? 'none'}`) : t(`team.phase.${phase ?? 'none'}`),
  });
}

interface LinesProps {
  readonly title: string;
  readonly hint?: string;
  readonly lines: readonly ReactNode[];
}

function Lines({ title, hint, lines }: LinesProps) {
  if (lines.length === 0) return null;
  return (
    <section className="team__lines" aria-label={title}>
      <h3>
        {title} <span className="team__count">{formatNumber(lines.length)}</span>
      </h3>
      {hint ? <p className="team__note">{hint}</p> : null}
      <ul className="team__list">
        {lines.slice(0, LISTED)}
        {lines.length > LISTED ? <li>{t('team.andMore', { count: lines.length - LISTED })}</li> : null}
      </ul>
    </section>
  );
}

function Line({ text, note }: { readonly text: string; readonly note?: ReactNode }) {
  return (
    <li>
      <span dir="auto">{text}</span>
      {note ? <span className="team__note">{note}</span> : null}
    </li>
  );
}
