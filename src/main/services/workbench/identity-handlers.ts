import type { CallName } from '../../../contract/calls.ts';
import type { Handlers } from '../../../contract/dispatcher.ts';
import { PostilError } from '../../../core/errors.ts';
import { fingerprint } from '../../../core/team/published.ts';
import { writeFileAtomically } from '../store/atomic-write.ts';
import { fileError } from '../store/file-error.ts';
import { lstatOrNull } from '../store/project-files.ts';
import { openIdentity } from '../team/identity.ts';
import { keptHow } from '../team/identity-file.ts';
import { exportIdentity, importIdentity, type IdentityPlace } from '../team/move-identity.ts';
import type { HandlerParts } from './app-handlers.ts';
import { forgetTeam } from './session-team.ts';

type Part<Prefix extends string> = Pick<Handlers, Extract<CallName, `${Prefix}.${string}`>>;

export function identityHandlers(parts: HandlerParts): Part<'identity'> {
  const { access, audience, desk, environment, options, settings } = parts;
  const place: IdentityPlace = {
    userData: options.userDataFolder,
    secretBox: options.secretBox ?? null,
    settings,
  };

  return {
    'identity.get': async () => {
      const annotator = await settings.annotator();
      const { signKey } = await openIdentity(place.userData, place.secretBox);
      const kept = (await keptHow(place.userData)) ?? 'file';
      return { annotator, fingerprint: fingerprint(signKey, environment.sha256), kept };
    },
    'identity.export': async ({ path, passphrase, overwrite }) => {
      const out = await access.check(path, 'write');
      if (!overwrite && (await lstatOrNull(environment.fs, out))) {
        throw new PostilError('refused', `There is a file “${out}” already. Nothing was written.`, {
          file: out,
          exists: true,
        });
      }
      const text = await exportIdentity(place, passphrase);
      try {
        await writeFileAtomically(environment.fs, out, [Buffer.from(text, 'utf8')]);
      } catch (error) {
        throw fileError(error, `write ${out}`, out, 'Nothing was written.');
      }
      return {};
    },
    'identity.import': async ({ text, fileName, passphrase, replace }) => {
      const annotator = await importIdentity(place, text, { passphrase, file: fileName, replace });
      audience.emit('settings.didChange', { settings: await settings.get() });
      const session = desk.current;
      if (session) {
        forgetTeam(session);
        session.annotator = annotator;
        // The person whose layers are shown now may be another.
        await session.index.didChange([]);
        if (desk.current === session) desk.retell();
      }
      return { annotator };
    },
  };
}
