import { Printer, X } from 'lucide-react';
import { Fragment, useEffect, useMemo, useState, type ReactNode } from 'react';
import { titleOf } from '../../core/document/document.ts';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { usePostil, visibleAnnotations, type OpenDocument } from '../app/state.ts';
import { formatDate } from '../i18n/format.ts';
import { t } from '../i18n/texts.ts';
import { setReadingState } from '../reading/reading-state.ts';
import { Button } from '../ui/button.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { printedDocument, type PrintedBlock, type PrintedDocument } from './print-model.ts';
import { PrintNote } from './print-note.tsx';
import './print.css';

const PLACES = ['margin', 'end', 'none'] as const;
type Place = (typeof PLACES)[number];

function close(): void {
  setReadingState({ isPrinting: false });
}

/** The whole open document as it goes to paper or PDF, with the notes of the layers that are shown. */
export function PrintView({
  project,
  open,
}: {
  readonly project: ProjectSnapshot;
  readonly open: OpenDocument;
}) {
  const [place, setPlace] = useState<Place>('margin');
  const hiddenAnnotators = usePostil((state) => state.hiddenAnnotators);
  const annotations = useMemo(() => visibleAnnotations({ open, hiddenAnnotators }), [open, hiddenAnnotators]);
  const printed = useMemo(
    () =>
      printedDocument(
        open.text,
        open.document.structure.blocks,
        place === 'none' ? [] : annotations,
        open.document.settings.metadata.language?.value ?? '',
      ),
    [open, annotations, place],
  );
  const isNamed = new Set(annotations.map(({ annotator }) => annotator)).size > 1;

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('dialog[open]')) return;
      event.preventDefault();
      close();
    }
    window.addEventListener('keydown', onKeyDown, true);
    return () => window.removeEventListener('keydown', onKeyDown, true);
  }, []);

  return (
    <main className="print" aria-label={t('print.title')} data-place={place}>
      <div className="print__bar" role="toolbar" aria-label={t('print.title')}>
        <Segmented<Place>
          label={t('print.notes')}
          options={PLACES.map((value) => ({ value, text: t(`print.notes.${value}`) }))}
          value={place}
          onChange={(value) => value && setPlace(value)}
        />
        <span className="print__count" role="status">
          {t('print.count', { count: printed.passages.length })}
        </span>
        <Button tone="primary" autoFocus onClick={() => window.print()}>
          <Printer size={15} aria-hidden="true" /> {t('print.print')}
        </Button>
        <Button onClick={close}>
          <X size={15} aria-hidden="true" /> {t('ui.close')}
        </Button>
      </div>
      {/* It scrolls, so the keyboard must reach it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="print__scroller" tabIndex={0} role="region" aria-label={titleOf(open.document)}>
        <article className="print__page">
          <Head project={project} open={open} count={printed.passages.length} />
          <Body
            printed={printed}
            project={project}
            place={place}
            isNamed={isNamed}
            language={open.document.settings.metadata.language?.value}
          />
        </article>
      </div>
    </main>
  );
}

/** Where the text comes from, so that a sheet says what it is of. */
function Head({
  project,
  open,
  count,
}: {
  readonly project: ProjectSnapshot;
  readonly open: OpenDocument;
  readonly count: number;
}) {
  const [today] = useState(() => formatDate(new Date()));
  const { author, outlet, date } = open.document.settings.metadata;
  const source = project.sources.find(({ id }) => id === open.document.settings.sourceId);
  const grade = source?.grades.at(-1)?.grade;
  return (
    <header className="print__head">
      <p className="print__title" dir="auto">
        {titleOf(open.document)}
      </p>
      <p dir="auto">
        {[author?.value, outlet?.value ?? source?.name, date?.value, grade && t('print.grade', { grade })]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <p>
        {[
          project.project.title,
          t('print.count', { count }),
          t('print.printed', { date: today }),
          t('print.hash', { hash: open.document.text.sha256.slice(0, 16) }),
        ].join(' · ')}
      </p>
    </header>
  );
}

interface BodyProps {
  readonly printed: PrintedDocument;
  readonly project: ProjectSnapshot;
  readonly place: Place;
  readonly isNamed: boolean;
  readonly language: string | undefined;
}

function Body({ printed, project, place, isNamed, language }: BodyProps) {
  function noteOf(number: number): ReactNode {
    const passage = printed.passages[number - 1];
    return passage ? <PrintNote key={number} passage={passage} project={project} isNamed={isNamed} /> : null;
  }
  return (
    <div className="print__body" dir={printed.direction} lang={language}>
      {printed.blocks.map((printedBlock) => (
        <BlockText
          key={printedBlock.block.start}
          printed={printedBlock}
          noteOf={place === 'margin' ? noteOf : null}
        />
      ))}
      {place === 'end' && printed.passages.length > 0 ? (
        <section className="print__end">
          <h2>{t('print.notes')}</h2>
          {printed.passages.map(({ number }) => noteOf(number))}
        </section>
      ) : null}
    </div>
  );
}

const ELEMENTS = { title: 'h1', heading: 'h2', quote: 'blockquote', code: 'pre' } as const;

interface BlockTextProps {
  readonly printed: PrintedBlock;
  /** The note of a passage by its number, where notes stand in the margin. */
  readonly noteOf: ((number: number) => ReactNode) | null;
}

function BlockText({ printed: { block, dir, lang, pieces, notes }, noteOf }: BlockTextProps) {
  const Element = block.kind in ELEMENTS ? ELEMENTS[block.kind as keyof typeof ELEMENTS] : 'p';
  const opened = new Set(pieces.flatMap(({ opening }) => opening));
  return (
    <Element
      className={`print__block is-${block.kind}`}
      dir={dir ?? undefined}
      lang={lang ?? undefined}
      data-level={block.level}
    >
      {block.marker ? <span className="print__marker">{block.marker} </span> : null}
      {/* A passage that begins in the white space between blocks has no letter to stand at. */}
      {noteOf ? notes.filter(({ number }) => !opened.has(number)).map(({ number }) => noteOf(number)) : null}
      {pieces.map((piece, at) => (
        // Pieces never move; their place names them.
        // oxlint-disable-next-line react/no-array-index-key
        <Fragment key={at}>
          {noteOf ? piece.opening.map(noteOf) : null}
          <span
            className={piece.covering.length > 0 ? 'print__passage' : undefined}
            data-depth={Math.min(piece.covering.length, 3) || undefined}
          >
            {piece.opening.map((number) => (
              <sup key={number} className="print__number">
                {number}[
              </sup>
            ))}
            {piece.text}
            {piece.closing.map((number) => (
              <sup key={number} className="print__number">
                ]{number}
              </sup>
            ))}
          </span>
        </Fragment>
      ))}
    </Element>
  );
}
