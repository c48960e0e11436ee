interface UseCountProps {
  /** Null while it is not known. */
  readonly uses: number | null;
  onShow(): void;
}

/** How many annotations use an entry, and the way to them. */
export function UseCount({ uses, onShow }: UseCountProps) {
  if (uses === null) return <span className="use-count" aria-busy="true" />;
  if (uses === 0) return <span className="use-count">Not used yet</span>;
  return (
    <button type="button" className="use-count link" onClick={onShow}>
      Used by {uses.toLocaleString('en')} {uses === 1 ? 'annotation' : 'annotations'}
    </button>
  );
}
