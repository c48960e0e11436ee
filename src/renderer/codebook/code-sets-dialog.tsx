import { addCodeSet, CODE_SETS } from '../../core/codebook/code-sets.ts';
import type { Codebook } from '../../core/codebook/codebook.ts';
import { Button } from '../ui/button.tsx';
import { Modal } from '../ui/modal.tsx';
import { addSet } from './codebook-edits.ts';

interface CodeSetsDialogProps {
  readonly codebook: Codebook;
  onClose(): void;
}

/** Sets of codes that other projects use too. Adding one twice adds what is missing and changes nothing else. */
export function CodeSetsDialog({ codebook, onClose }: CodeSetsDialogProps) {
  return (
    <Modal title="Add a code set" onClose={onClose}>
      <ul className="code-sets">
        {CODE_SETS.map((set) => {
          const missing = addCodeSet(codebook, set).length;
          const isPartial = missing > 0 && missing < set.codes.length;
          return (
            <li key={set.name} className="code-sets__set">
              <div className="code-sets__text">
                <h3>{set.name}</h3>
                <p>{set.description}</p>
                <p className="field__hint">
                  {missing === 0
                    ? 'All of it is in the codebook.'
                    : isPartial
                      ? `${set.codes.length - missing} of ${set.codes.length} codes are in the codebook and stay as they are.`
                      : `${set.codes.length} codes, under one of their own.`}
                </p>
              </div>
              <Button
                tone="primary"
                disabled={missing === 0}
                aria-label={`Add ${set.name}`}
                onClick={() => {
                  addSet(codebook, set);
                  onClose();
                }}
              >
                {isPartial ? `Add the missing ${missing}` : 'Add'}
              </Button>
            </li>
          );
        })}
      </ul>
    </Modal>
  );
}
