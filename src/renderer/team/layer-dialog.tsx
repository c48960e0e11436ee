import { useState } from 'react';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import type { LayerRevisionValue } from '../../contract/team-calls.ts';
import type { Layer } from '../../core/annotation/layer.ts';
import { describeLocator } from '../../core/document/locate.ts';
import { layerChanges, type LayerChange } from '../../core/team/layer-difference.ts';
import { formatDateTime } from '../i18n/format.ts';
import { t } from '../i18n/texts.ts';
import { Button } from '../ui/button.tsx';
import { Modal } from '../ui/modal.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { placeOf, useLocators } from '../ui/use-locators.ts';
import { annotationFields } from './annotation-fields.ts';
import { conflictTable } from './conflict-rows.ts';

/** So many are drawn at first, and more at a time. */
const STEP = 100;

/** A layer as it was in a revision, with the one before it where that can be read. */
export interface LayerView {
  readonly revision: LayerRevisionValue;
  readonly layer: Layer;
  readonly before: Layer | null;
}

interface LayerDialogProps {
  readonly view: LayerView;
  readonly project: ProjectSnapshot;
  readonly title: string;
  /** Null where it is not the user's to restore. */
  readonly onRestore: (() => void) | null;
  onClose(): void;
}

/** A layer as it was, read only: its passages, or what had changed against the revision before. */
export function LayerDialog({ view, project, title, onRestore, onClose }: LayerDialogProps) {
  const { revision, layer, before } = view;
  const changes = layerChanges(before, layer);
  const changed = changes.filter(({ kind }) => kind !== 'same');
  // The first revision is all new: nothing is learned from marking it.
  const canCompare = before !== null;
  const [what, setWhat] = useState<'all' | 'changed'>('all');
  const [limit, setLimit] = useState(STEP);
  const shown = what === 'changed' ? changed : changes.filter(({ after }) => after !== null);
  const drawn = shown.slice(0, limit);
  const locatorOf = useLocators(
    project.folder,
    drawn.map(({ before: was, after }) => placeOf((after ?? was)!)),
  );
  return (
    <Modal
      title={title}
      size="wide"
      onClose={onClose}
      footer={
        <>
          {onRestore ? <Button onClick={onRestore}>{t('team.restore')}</Button> : null}
          <Button tone="primary" onClick={onClose}>
            {t('team.close')}
          </Button>
        </>
      }
    >
      <p className="team__note">
        {t('team.layerAbout', {
          when: formatDateTime(revision.createdAt),
          state: t(`library.state.${layer.state}`),
        })}
      </p>
      {canCompare ? (
        <Segmented
          label={t('team.showOf')}
          options={[
            { value: 'all', text: t('team.allPassages', { count: layer.annotations.length }) },
            { value: 'changed', text: t('team.changedPassages', { count: changed.length }) },
          ]}
          value={what}
          onChange={(next) => {
            setWhat(next ?? 'all');
            setLimit(STEP);
          }}
        />
      ) : null}
      {shown.length === 0 ? (
        <p>{what === 'changed' ? t('team.nothingChanged') : t('team.noPassages')}</p>
      ) : (
        <ol className="team__passages">
          {drawn.map((change) => {
            const locator = locatorOf(placeOf((change.after ?? change.before)!));
            return (
              <PassageItem
                key={(change.after ?? change.before)!.id}
                change={change}
                project={project}
                isMarked={canCompare}
                place={locator ? describeLocator(locator, { brief: true }) : ''}
              />
            );
          })}
        </ol>
      )}
      {shown.length > limit ? (
        <Button onClick={() => setLimit(limit + STEP)}>
          {t('team.morePassages', { count: Math.min(STEP, shown.length - limit) })}
        </Button>
      ) : null}
    </Modal>
  );
}

interface PassageItemProps {
  readonly change: LayerChange;
  readonly project: ProjectSnapshot;
  readonly isMarked: boolean;
  readonly place: string;
}

function PassageItem({ change, project, isMarked, place }: PassageItemProps) {
  const { kind, before, after } = change;
  const annotation = (after ?? before)!;
  const said = annotationFields(annotation, project, false).filter(({ parts }) => parts.length > 0);
  return (
    <li className="team__passage" data-change={isMarked ? kind : undefined}>
      <p className="team__quote" dir="auto">
        {isMarked && kind !== 'same' ? (
          <span className="team__tag team__tag--change">{t(`team.change.${kind}`)}</span>
        ) : null}
        {annotation.target.quote.exact}
        {place ? <span className="team__note"> {place}</span> : null}
      </p>
      {kind === 'changed' && isMarked ? (
        <ChangedFields before={change.before} after={change.after} project={project} />
      ) : (
        <dl className="team__facts">
          {said.map(({ key, label, parts }) => (
            <div key={key}>
              <dt>{label}</dt>
              {key === 'stances' ? (
                <dd>
                  {parts.map((part, at) => (
                    <span key={at} className="team__part" dir="auto">
                      {part}
                    </span>
                  ))}
                </dd>
              ) : (
                <dd dir="auto">{parts.join('; ')}</dd>
              )}
            </div>
          ))}
        </dl>
      )}
    </li>
  );
}

/** What an annotation said and says, where it differs. */
function ChangedFields({
  before,
  after,
  project,
}: {
  readonly before: Extract<LayerChange, { kind: 'changed' | 'same' }>['before'];
  readonly after: Extract<LayerChange, { kind: 'changed' | 'same' }>['after'];
  readonly project: ProjectSnapshot;
}) {
  const { rows } = conflictTable([
    annotationFields(before, project, true),
    annotationFields(after, project, true),
  ]);
  if (rows.length === 0) return <p className="team__note">{t('team.onlyTimes')}</p>;
  return (
    <dl className="team__facts">
      {rows.map(({ key, label, cells: [was, is] }) => (
        <div key={key}>
          <dt>{label}</dt>
          <dd>
            {was && was.own.length > 0 ? <del dir="auto">{was.own.join('; ')}</del> : null}
            {is && is.own.length > 0 ? <ins dir="auto">{is.own.join('; ')}</ins> : null}
            {is && is.shared > 0 ? (
              <span className="team__note">{t('team.unchangedParts', { count: is.shared })}</span>
            ) : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}
