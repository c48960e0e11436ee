import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/source-serif-4/wght.css';
import '@fontsource-variable/source-serif-4/wght-italic.css';
import '@fontsource-variable/noto-naskh-arabic/wght.css';
import '@fontsource/noto-nastaliq-urdu/400.css';
import '@fontsource/noto-nastaliq-urdu/700.css';
import '@fontsource/opendyslexic/400.css';
import '@fontsource/opendyslexic/400-italic.css';
import '@fontsource/opendyslexic/700.css';
import './app/tokens.css';
import './app/base.css';
import './ui/ui.css';
import './tagging/tagging.css';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { connect } from '../contract/client.ts';
import { App } from './app/app.tsx';
import { runMenuCommand } from './app/command-keys.ts';
import { call, setClient } from './app/host.ts';
import { run } from './app/notices.ts';
import { listen, onDidShowProject, onDidStep, showProject } from './app/session.ts';
import { getState, setState } from './app/state.ts';
import { followTeamFolder } from './team/team-watch.ts';
import { carryOver, noteTakenBack } from './versions/version-actions.ts';
import { openTransport } from './app/transport.ts';
// Last, over what the rooms' own style sheets say.
import './app/forced-colors.css';

// The content security policy forbids `eval`; zod would otherwise try it to compile its schemas.
z.config({ jitless: true });

const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root.');
createRoot(root).render(<App />);

const client = connect(openTransport(), { checkValues: false });
setClient(client);
listen(client);
followTeamFolder(client);
// What certain passages of older versions there are goes along when their annotator opens the project.
onDidShowProject(() => run(() => carryOver()));
onDidStep(noteTakenBack);
client.on('menu.command', ({ command }) => runMenuCommand(command));
run(async () => {
  const [info, settings, { snapshot }] = await Promise.all([
    call('app.info', {}),
    call('settings.get', {}),
    call('project.current', {}),
  ]);
  setState({ info, settings });
  try {
    await showProject(snapshot);
  } finally {
    if (getState().link === 'connecting') setState({ link: 'ready' });
  }
});
