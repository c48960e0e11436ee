import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { PostilError } from '../../../core/errors.ts';
import { annotatorSchema } from '../../../core/project/project.ts';
import { fingerprint } from '../../../core/team/published.ts';
import { writeFileAtomically } from '../../services/store/atomic-write.ts';
import { fileError } from '../../services/store/file-error.ts';
import { lstatOrNull } from '../../services/store/project-files.ts';
import { openIdentity } from '../../services/team/identity.ts';
import { exportIdentity, importIdentity } from '../../services/team/move-identity.ts';
import type { Command } from '../command.ts';
import { writeJson } from '../output.ts';
import { readPassphrase } from '../read-passphrase.ts';
import { UsageError } from '../usage-error.ts';

export const identity: Command = {
  name: 'identity',
  usage: 'identity [--name NAME | export FILE [--overwrite] | import FILE [--replace]]',
  help: `Says who you are to a team: your name, your id, and the fingerprint of your key. --name says how you are called: until
then, as this computer calls you; your id stays what it is, and the team sees the name once you publish. export writes your identity into a
file, encrypted with a passphrase (age, scrypt); import reads it on another machine, where you are then the same person.
The passphrase is asked for at the terminal, or is the first line of stdin; it is never given on the command line. Whoever
has the file and the passphrase is you. import refuses where somebody else works with keys of their own, unless --replace
is given; their keys stay beside the new ones. Where Postil for the desktop keeps your keys in the computer’s key store,
import what you exported there to use the command line, too: your keys are then kept in a file that only you can read.
--json prints one record: id, name, fingerprint.`,
  shape: {
    positionals: ['action?', 'file?'],
    options: { name: 'text', overwrite: 'flag', replace: 'flag', json: 'flag' },
  },
  async run(args, context) {
    const { output, environment, identityPlace: place } = context;
    const [action, named] = args.positionals;
    if (action !== undefined && action !== 'export' && action !== 'import')
      throw new UsageError('identity takes export or import.');
    if (action !== undefined && named === undefined) throw new UsageError('FILE is missing.');
    if (args.flag('overwrite') && action !== 'export') throw new UsageError('--overwrite goes with export.');
    if (args.flag('replace') && action !== 'import') throw new UsageError('--replace goes with import.');

    const name = args.text('name');
    if (name !== undefined) {
      if (action !== undefined) throw new UsageError('--name goes with neither export nor import.');
      const parsed = annotatorSchema.shape.name.safeParse(name);
      if (!parsed.success) throw new UsageError('--name has 1 to 120 characters.');
      await place.settings.rename(parsed.data);
    }

    if (action === 'export') {
      const file = resolve(named!);
      if (!args.flag('overwrite') && (await lstatOrNull(environment.fs, file)))
        throw new PostilError('refused', 'It is there already. Nothing was written.', { file });
      const text = await exportIdentity(place, await readPassphrase(process.stdin, output, true));
      try {
        await writeFileAtomically(environment.fs, file, [Buffer.from(text, 'utf8')]);
      } catch (error) {
        throw fileError(error, `write ${file}`, file, 'Nothing was written.');
      }
    } else if (action === 'import') {
      const file = resolve(named!);
      const text = await readText(file);
      const passphrase = await readPassphrase(process.stdin, output, false);
      await importIdentity(place, text, { passphrase, file: basename(file), replace: args.flag('replace') });
    }
    const self = await place.settings.annotator();
    const { signKey } = await openIdentity(place.userData, place.secretBox);
    const record = { id: self.id, name: self.name, fingerprint: fingerprint(signKey, environment.sha256) };
    if (args.flag('json')) await writeJson(output, [record]);
    else await output.out(`${self.name} (${self.id}), key ${record.fingerprint}\n`);
    return true;
  },
};

/** An identity has two thousand characters; what is much longer is none. */
const LIMIT_BYTES = 100_000;

async function readText(file: string): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw fileError(error, `read ${file}`, file, 'Nothing was changed.');
  }
  if (bytes.length > LIMIT_BYTES)
    throw new PostilError('refused', 'It is no identity that Postil wrote. Nothing was changed.', { file });
  return bytes.toString('utf8');
}
