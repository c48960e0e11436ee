import { PostilError } from '../../core/errors.ts';
import type { Output } from './output.ts';

/**
 * From the terminal without showing it, or else the first line of stdin; never from the command line, which other users of
 * the machine can see.
 * @param again whether it is asked for twice, at a terminal: one that is mistyped opens nothing later
 * @throws PostilError `bad-request` where there is none, or the two differ; `cancelled`
 */
export async function readPassphrase(
  input: NodeJS.ReadStream,
  output: Output,
  again: boolean,
): Promise<string> {
  const first = await readLine(input, output, 'Passphrase: ');
  if (first === '') throw new PostilError('bad-request', 'There is no passphrase. Nothing was changed.');
  if (again && input.isTTY && (await readLine(input, output, 'Once more: ')) !== first)
    throw new PostilError('bad-request', 'The two passphrases differ. Nothing was written.');
  return first;
}

function readLine(input: NodeJS.ReadStream, output: Output, prompt: string): Promise<string> {
  if (input.isTTY) {
    output.error(prompt);
    input.setRawMode(true);
  }
  input.setEncoding('utf8');
  input.resume();
  return new Promise((resolve, reject) => {
    let text = '';
    function end(settle: () => void): void {
      input.off('data', onData).off('end', onEnd).off('error', onError);
      input.pause();
      if (input.isTTY) {
        input.setRawMode(false);
        output.error('\n');
      }
      settle();
    }
    function onData(piece: string): void {
      for (const char of piece) {
        if (char === '\n' || char === '\r') return end(() => resolve(text));
        if (input.isTTY && char === '\u0003')
          return end(() => reject(new PostilError('cancelled', 'Stopped. Nothing was changed.')));
        if (input.isTTY && (char === '\u007f' || char === '\b'))
          text = Array.from(text).slice(0, -1).join('');
        else text += char;
      }
    }
    const onEnd = (): void => end(() => resolve(text));
    const onError = (error: Error): void => end(() => reject(error));
    input.on('data', onData).on('end', onEnd).on('error', onError);
  });
}
