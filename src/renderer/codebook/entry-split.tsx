import type { ReactNode } from 'react';

interface EntrySplitProps {
  readonly searchLabel: string;
  readonly searchPlaceholder: string;
  readonly query: string;
  /** Beside the search: what makes entries, orders them, shows more of them. */
  readonly tools: ReactNode;
  /** Said where the list shows nothing although there are entries. */
  readonly noneText: string | null;
  readonly list: ReactNode;
  /** The entry on the right, by which that side is read from its beginning. */
  readonly entryId: string | undefined;
  readonly children: ReactNode;
  onQuery(query: string): void;
}

/** A list of entries at the left, searched and tended above; one of them at the right. */
export function EntrySplit(props: EntrySplitProps) {
  return (
    <div className="codebook__split">
      <div className="codebook__side">
        <div className="codebook__tools">
          <input
            className="input input--slim codebook__search"
            type="search"
            aria-label={props.searchLabel}
            placeholder={props.searchPlaceholder}
            value={props.query}
            onChange={(event) => props.onQuery(event.target.value)}
          />
          {props.tools}
        </div>
        {props.noneText === null ? null : <p className="codebook__none">{props.noneText}</p>}
        {props.list}
      </div>
      <div key={props.entryId} className="codebook__main">
        {props.children}
      </div>
    </div>
  );
}
