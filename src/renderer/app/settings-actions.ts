import type { Settings } from '../../contract/calls.ts';
import { call } from './host.ts';
import { run } from './notices.ts';
import { setState } from './state.ts';

export function setTheme(theme: Settings['theme']): void {
  run(async () => setState({ settings: await call('settings.update', { theme }) }));
}

export function chooseLanguage(language: Settings['language']): void {
  run(async () => setState({ settings: await call('settings.update', { language }) }));
}

/** Puts the theme on the document, following the system while it is asked to. Answers with its unsubscribe. */
export function followTheme(theme: Settings['theme']): () => void {
  const query = window.matchMedia('(prefers-color-scheme: dark)');
  function apply(): void {
    document.documentElement.dataset['theme'] =
      theme === 'system' ? (query.matches ? 'dark' : 'light') : theme;
  }
  apply();
  query.addEventListener('change', apply);
  return () => query.removeEventListener('change', apply);
}

/** What a screen remembers of its last choices, for this user on this machine. */
export function rememberChoice(key: string, value: Settings['choices'][string]): void {
  run(async () => setState({ settings: await call('settings.update', { choices: { [key]: value } }) }));
}
