import { COMMANDS } from '../app/commands.ts';
import { keyLabel } from '../app/key-label.ts';
import { setState } from '../app/state.ts';
import { t } from '../i18n/texts.ts';
import { Modal } from '../ui/modal.tsx';
import { commandGroups } from './command-groups.ts';
import { GESTURES, LOCAL_KEYS } from './local-keys.ts';

interface Row {
  readonly id: string;
  readonly keys: readonly string[];
  /** Instead of keys. */
  readonly gesture?: string;
  readonly text: string;
}

/** Every key: of the text and of each list, as its own screen reads them, and of all commands that have one. */
export function KeysDialog() {
  return (
    <Modal title={t('dialogs.keyboard')} size="wide" onClose={() => setState({ dialog: null })}>
      {/* It scrolls, so the keyboard must reach it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="keys-help" role="group" aria-label={t('dialogs.keysAndWhatTheyDo')} tabIndex={0}>
        {commandGroups(COMMANDS.filter(({ keys, isOneOfMany }) => keys?.length && !isOneOfMany)).map(
          ({ group, commands }) => (
            <Section
              key={group}
              title={t(`dialogs.keys.${group}`)}
              rows={commands.map((command) => ({
                id: command.id,
                keys: command.keys ?? [],
                text: command.title(),
              }))}
            />
          ),
        )}
        {LOCAL_KEYS.map(({ place, keys }) => (
          <Section
            key={place}
            title={t(`dialogs.keys.${place}`)}
            rows={keys.map(({ press, does }) => ({ id: does, keys: press, text: t(does) }))}
          />
        ))}
        <Section
          title={t('dialogs.keys.mouse')}
          rows={GESTURES.map(([gesture, does]) => ({
            id: does,
            keys: [],
            gesture: t(gesture),
            text: t(does),
          }))}
        />
      </div>
    </Modal>
  );
}

function Section({ title, rows }: { readonly title: string; readonly rows: readonly Row[] }) {
  return (
    <section>
      <h3 className="tag-group__title">{title}</h3>
      <dl className="keys-help__list">
        {rows.map(({ id, keys, gesture, text }) => (
          <div key={id}>
            <dt>
              {gesture}
              {keys.map((key) => (
                <kbd key={key} className="kbd">
                  {keyLabel(key)}
                </kbd>
              ))}
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
