import type { Translation } from '../catalogue.ts';

export const errors = {
  'bad-request': 'So geht das nicht.\n{{message}}',
  'unknown-call': 'Fenster und Dienst von Postil passen nicht zusammen. Starten Sie Postil neu.\n{{message}}',
  'not-found': 'Das gibt es hier nicht.\n{{message}}',
  'no-project': 'Es ist kein Projekt geöffnet.\n{{message}}',
  'read-only': 'Das Projekt ist nur lesbar geöffnet; nichts wurde geändert.\n{{message}}',
  stale: 'Das wurde inzwischen an anderer Stelle geändert; nichts wurde überschrieben.\n{{message}}',
  conflict:
    'Ein anderes Programm hat eine Datei des Projekts geändert; Postil hat sie nicht überschrieben.\n{{message}}',
  locked: 'Ein anderes Postil arbeitet mit diesem Projekt.\n{{message}}',
  damaged: 'Eine Datei ist beschädigt oder unvollständig.\n{{message}}',
  'newer-format': 'Eine Datei stammt von einem neueren Postil. Bitte aktualisieren Sie dieses.\n{{message}}',
  refused: 'Das wurde nicht angenommen.\n{{message}}',
  'not-allowed': 'Das ist Postil hier nicht erlaubt.\n{{message}}',
  'disk-full': 'Auf dem Datenträger ist kein Platz mehr.\n{{message}}',
  io: 'Eine Datei oder ein Ordner lässt sich nicht lesen oder nicht schreiben.\n{{message}}',
  cancelled: 'Das wurde abgebrochen.\n{{message}}',
  'self-check': 'Die Probe ist misslungen: Zurückgelesen ist der Export nicht gleich.\n{{message}}',
  internal: 'Postil hat einen Fehler gemacht.\n{{message}}',
  'problem.lock': 'Die Sperre dieses Projekts macht Schwierigkeiten.\n{{message}}',
  'problem.backup-failed': 'Eine Sicherung ist misslungen.\n{{message}}',
  'readOnly.locked': 'Ein anderes Postil arbeitet mit diesem Projekt.\n{{message}}',
  'readOnly.damaged':
    'Eine Datei des Projekts ist beschädigt; nichts wird geschrieben, damit nichts überschrieben wird.\n{{message}}',
  'readOnly.newer-format':
    'Das Projekt stammt von einem neueren Postil. Bitte aktualisieren Sie dieses.\n{{message}}',
  'readOnly.not-writable': 'In den Ordner des Projekts lässt sich nicht schreiben.\n{{message}}',
} satisfies Translation<'errors'>;
