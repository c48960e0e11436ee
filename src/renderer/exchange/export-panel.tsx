import { useEffect, useState } from 'react';
import { slugify, type AnnotatorId } from '../../core/ids.ts';
import {
  EXPORT_FORMATS,
  type CallArgs,
  type CallValue,
  type ExportFormat,
  type ExportReport,
  type ExportScope,
  type ProjectSnapshot,
} from '../../contract/calls.ts';
import { PostilError } from '../../core/errors.ts';
import { writeEntry } from '../../core/exchange/format-table.ts';
import { call, callWithProgress } from '../app/host.ts';
import { messageOf, run } from '../app/notices.ts';
import { rememberChoice } from '../app/settings-actions.ts';
import { setState, usePostil } from '../app/state.ts';
import { t } from '../i18n/texts.ts';
import { hasAdjudicated } from '../evidence/filter-words.ts';
import { scopeOfWithin, type Within } from '../sets/within-select.tsx';
import { Button } from '../ui/button.tsx';
import { rememberedChoice, type ExportChoice } from './export-choices.ts';
import { ExportOptionChecks, ExportScopeFields } from './export-options.tsx';
import { ExportPresets } from './export-presets.tsx';
import { ExportPreview, ExportReportView } from './export-report.tsx';
import { FormatList } from './format-list.tsx';
import { ExportPlaceDialog } from './place-dialog.tsx';
import { MessageText } from '../ui/message-text.tsx';

/** Format, scope, what goes along, what is lost, where to; then the report of the self-check. */
export function ExportPanel({ project }: { readonly project: ProjectSnapshot }) {
  const [choice, setChoice] = useState(() =>
    rememberedChoice(usePostil.getState().settings, hasAdjudicated(project)),
  );
  const [named, setNamed] = useState<AnnotatorId[]>([project.annotator.id]);
  // The user is in the project only once they have written something.
  const annotators = named.filter((id) => project.project.annotators.some((person) => person.id === id));
  const [within, setWithin] = useState<Within | null>(null);
  const [filterId, setFilterId] = useState('');
  const selection = usePostil((state) => state.exportScope);
  const [preview, setPreview] = useState<CallValue<'export.preview'> | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [report, setReport] = useState<ExportReport | null>(null);
  const [isChoosing, setIsChoosing] = useState(false);
  const hasNative = usePostil((state) => state.info?.nativeDialogs ?? false);
  const changeCount = usePostil((state) => state.changeCount);

  const { format } = choice;
  const scope = selection ?? scopeOf(project, choice, annotators, within, filterId);
  const options = { ...choice.options, texts: choice.options.texts || writeEntry(format).texts === 'always' };
  // An empty list would be everybody, as in every filter.
  const isNobody = selection === null && choice.layers === 'chosen' && annotators.length === 0;
  const requestKey = JSON.stringify({ format, scope, options } satisfies CallArgs<'export.preview'>);

  useEffect(() => {
    let isWanted = true;
    call('export.preview', JSON.parse(requestKey) as CallArgs<'export.preview'>).then(
      (value) => {
        if (!isWanted) return;
        setProblem(null);
        setPreview(value);
      },
      (error: unknown) => {
        if (isWanted) setProblem(messageOf(error));
      },
    );
    return () => {
      isWanted = false;
    };
  }, [requestKey, changeCount]);

  function choose(next: ExportChoice): void {
    setChoice(next);
    setReport(null);
  }

  function exportTo(out: string, overwrite: boolean): void {
    setIsChoosing(false);
    rememberChoice('export', choice);
    run(async () => {
      try {
        const request = { format, scope, options, out, overwrite };
        setReport(await callWithProgress(t('exchange.exporting'), 'export.run', request));
      } catch (error) {
        const isTaken = error instanceof PostilError && error.details['exists'] === true;
        if (!isTaken) throw error;
        setState({
          dialog: {
            kind: 'confirm',
            title: t('exchange.replaceWhatIsThere'),
            message: t('exchange.existsAlreadyTheExportWould', { out }),
            action: t('exchange.replace'),
            isDangerous: true,
            onConfirm: () => exportTo(out, true),
          },
        });
      }
    });
  }

  function choosePlace(): void {
    if (!hasNative) {
      setIsChoosing(true);
      return;
    }
    run(async () => {
      const { path } = await call('dialog.saveFile', {
        title: t('exchange.export'),
        suggestedName: suggestedName(project, format),
      });
      // The native dialog has asked about replacing already.
      if (path) exportTo(path, true);
    });
  }

  return (
    <section className="exchange__panel" aria-labelledby="export-title">
      <h2 id="export-title" className="visually-hidden">
        {t('exchange.export')}
      </h2>
      <FormatList
        name="export-format"
        formats={EXPORT_FORMATS}
        value={format}
        about={(id) => t(`exchange.format.${id}.about`)}
        onChange={(id) => choose({ ...choice, format: id })}
      />
      <div className="exchange__details">
        <header className="exchange__head">
          <h3>{t(`exchange.format.${format}`)}</h3>
          <ExportPresets choice={choice} onChoose={choose} />
        </header>
        <ExportScopeFields
          project={project}
          choice={choice}
          annotators={annotators}
          within={within}
          filterId={filterId}
          hasSelection={selection !== null}
          onChoice={choose}
          onAnnotators={setNamed}
          onWithin={setWithin}
          onFilter={setFilterId}
        />
        <ExportOptionChecks choice={choice} onChoice={choose} />
        {isNobody ? (
          <p className="field__hint" role="status">
            {t('exchange.nobodyChosen')}
          </p>
        ) : problem ? (
          <p className="form-problem" role="alert">
            <MessageText>{problem}</MessageText>
          </p>
        ) : preview ? (
          <ExportPreview preview={preview} />
        ) : (
          <p className="field__hint" role="status">
            {t('exchange.counting')}
          </p>
        )}
        <div>
          <Button
            tone="primary"
            disabled={!preview || isNobody || problem !== null || preview.annotations === 0}
            onClick={choosePlace}
          >
            {t('exchange.exportEllipsis')}
          </Button>
        </div>
        {report ? <ExportReportView report={report} /> : null}
      </div>
      {isChoosing ? (
        <ExportPlaceDialog
          suggestedName={suggestedName(project, format)}
          onClose={() => setIsChoosing(false)}
          onChoose={(path) => exportTo(path, false)}
        />
      ) : null}
    </section>
  );
}

function scopeOf(
  project: ProjectSnapshot,
  { layers }: ExportChoice,
  annotators: readonly AnnotatorId[],
  within: Within | null,
  filterId: string,
): ExportScope {
  const saved = project.savedFilters.find(({ id }) => id === filterId);
  return {
    ...(layers === 'adjudicated' ? { layers } : {}),
    ...(layers === 'everything' ? { layers: 'all' as const } : {}),
    ...(layers === 'mine' ? { annotators: [project.annotator.id] } : {}),
    ...(layers === 'chosen' ? { annotators: [...annotators] } : {}),
    ...scopeOfWithin(within),
    ...(saved?.kind === 'evidence'
      ? { filter: structuredClone(saved.filter) as NonNullable<ExportScope['filter']> }
      : {}),
  };
}

function suggestedName(project: ProjectSnapshot, format: ExportFormat): string {
  return `${slugify(project.project.title)}-${new Date().toISOString().slice(0, 10)}${writeEntry(format).extension}`;
}
