import { Download, FolderOpen, Package, RefreshCw, Upload } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { ProjectSnapshot } from '../../contract/calls.ts';
import { run } from '../app/notices.ts';
import { t } from '../i18n/texts.ts';
import { Button } from '../ui/button.tsx';
import {
  asBundle,
  bundleName,
  chooseFolder,
  fromPath,
  fromUpload,
  previewPublish,
  previewReceive,
  readBundle,
  writeBundle,
} from './exchange-actions.ts';
import { PlaceDialog } from './place-dialog.tsx';
import { placeOf, setTeam, useTeam } from './team-state.ts';
import { foundWords, look } from './team-watch.ts';

/** The shared folder with what is new in it, and bundles for stick or mail. */
export function ExchangePanel({ project }: { readonly project: ProjectSnapshot }) {
  const team = useTeam();
  const { choosing, withDocuments } = team;
  const picker = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (choosing !== 'upload') return;
    setTeam({ choosing: null });
    picker.current?.click();
  }, [choosing]);
  const place = placeOf(team);
  const isLocked = project.readOnly !== null;
  const isRemembered = place !== null && place === team.status?.folder;
  const found = isRemembered ? team.found : null;

  return (
    <section className="team__section" aria-labelledby="team-exchange">
      <h2 id="team-exchange">{t('team.exchange')}</h2>
      <div className="team__card">
        <div className="team__place">
          <h3>{t('team.folder')}</h3>
          <p className="team__path" dir="auto">
            {place ?? t('team.folderNone')}
          </p>
          <p
            className="team__note"
            role="status"
            data-tone={found ? (found.isThere ? (found.fresh > 0 ? 'news' : undefined) : 'gone') : undefined}
          >
            {foundWords(found)}
          </p>
        </div>
        <div className="team__buttons">
          <Button tone={place === null ? 'primary' : undefined} disabled={isLocked} onClick={chooseFolder}>
            <FolderOpen size={14} aria-hidden="true" />
            {place === null ? t('team.chooseFolder') : t('team.otherFolder')}
          </Button>
          {place === null ? null : (
            <>
              <Button
                tone={(found?.fresh ?? 0) > 0 ? 'primary' : undefined}
                disabled={isLocked}
                onClick={() => previewReceive(fromPath(place))}
              >
                <Download size={14} aria-hidden="true" />
                {t('team.receive')}
              </Button>
              <Button disabled={isLocked} onClick={() => previewPublish(place, withDocuments)}>
                <Upload size={14} aria-hidden="true" />
                {t('team.publish')}
              </Button>
              {isRemembered ? (
                <Button tone="quiet" onClick={() => run(look)}>
                  <RefreshCw size={14} aria-hidden="true" />
                  {t('team.lookAgain')}
                </Button>
              ) : null}
            </>
          )}
        </div>
        {place === null ? null : (
          <label className="team__check">
            <input
              type="checkbox"
              checked={withDocuments}
              onChange={(event) => setTeam({ withDocuments: event.target.checked })}
            />
            <span>
              {t('team.withDocuments')}
              <span className="team__note">{t('team.withDocumentsHint')}</span>
            </span>
          </label>
        )}
      </div>
      <div className="team__card">
        <div className="team__place">
          <h3>{t('team.bundle')}</h3>
          <p className="team__note">{t('team.bundleAbout')}</p>
        </div>
        <div className="team__buttons">
          <Button disabled={isLocked} onClick={writeBundle}>
            <Package size={14} aria-hidden="true" />
            {t('team.writeBundle')}
          </Button>
          <Button disabled={isLocked} onClick={readBundle}>
            <Download size={14} aria-hidden="true" />
            {t('team.readBundle')}
          </Button>
          <input
            ref={picker}
            type="file"
            hidden
            data-testid="team-bundle"
            accept=".postil-bundle"
            onChange={(event) => {
              const file = event.target.files?.[0];
              if (file) previewReceive(fromUpload(file));
              event.target.value = '';
            }}
          />
        </div>
      </div>
      {choosing && choosing !== 'upload' ? (
        <PlaceDialog
          suggestedName={choosing === 'bundle' ? bundleName() : undefined}
          onClose={() => setTeam({ choosing: null })}
          onChoose={(path) => {
            setTeam({ choosing: null });
            if (choosing === 'folder') setTeam({ chosenPlace: path });
            else previewPublish(asBundle(path), true);
          }}
        />
      ) : null}
    </section>
  );
}
