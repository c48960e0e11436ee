import { addCodeSet, CODE_SETS } from '../../core/codebook/code-sets.ts';
import type { Codebook } from '../../core/codebook/codebook.ts';
import { Button } from '../ui/button.tsx';
import { Modal } from '../ui/modal.tsx';
import { t } from '../i18n/texts.ts';
import { addSet } from './codebook-edits.ts';

interface CodeSetsDialogProps {
  readonly codebook: Codebook;
  onClose(): void;
}

/** Sets of codes that other projects use too. Adding one twice adds what is missing and changes nothing else. */
export function CodeSetsDialog({ codebook, onClose }: CodeSetsDialogProps) {
  return (
    <Modal title={t('codebook.addACodeSet')} onClose={onClose}>
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
                    ? t('codebook.allOfItIsIn')
                    : isPartial
                      ? t('codebook.setIsPartial', {
                          present: set.codes.length - missing,
                          total: set.codes.length,
                        })
                      : t('codebook.codesUnderOneOfTheir', { length: set.codes.length })}
                </p>
              </div>
              <Button
                tone="primary"
                disabled={missing === 0}
                aria-label={t('codebook.addNamed', { name: set.name })}
                onClick={() => {
                  addSet(codebook, set);
                  onClose();
                }}
              >
                {isPartial ? t('codebook.addTheMissing', { missing }) : t('codebook.add')}
              </Button>
            </li>
          );
        })}
      </ul>
    </Modal>
  );
}
