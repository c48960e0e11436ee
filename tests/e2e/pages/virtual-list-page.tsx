import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import '../../../src/renderer/app/tokens.css';
import '../../../src/renderer/app/base.css';
import { VirtualList } from '../../../src/renderer/ui/virtual-list.tsx';

/** Two lists of numbers, 20 pixels a row: one whose rows have the arrow keys, and one that is a stop itself. */
function Page() {
  const [count, setCount] = useState(1000);
  const [current, setCurrent] = useState(-1);
  const [keys, setKeys] = useState<readonly string[]>([]);
  const rows = Array.from({ length: count }, (_, at) => at);
  return (
    <>
      <label>
        Count <input type="number" value={count} onChange={(event) => setCount(Number(event.target.value))} />
      </label>
      <label>
        Current{' '}
        <input type="number" value={current} onChange={(event) => setCurrent(Number(event.target.value))} />
      </label>
      <p data-testid="keys">{keys.join(' ')}</p>
      <section aria-label="Moved in" style={{ display: 'flex', height: 200 }}>
        <VirtualList
          rows={rows}
          rowHeight={20}
          keyOf={String}
          renderRow={(row, target) => (
            <>
              <button type="button" {...target}>
                Row {row}
              </button>
              <button type="button">Beside {row}</button>
            </>
          )}
          onRowKey={(event, index) => {
            if (event.key !== 'x') return false;
            setKeys([...keys, `x at ${index}`]);
            return true;
          }}
        />
      </section>
      <section aria-label="Looked through" style={{ display: 'flex', height: 200 }}>
        <VirtualList
          rows={rows}
          rowHeight={20}
          label="Numbers"
          currentIndex={current}
          keyOf={String}
          renderRow={(row) => <button type="button">Number {row}</button>}
        />
      </section>
    </>
  );
}

createRoot(document.getElementById('root')!).render(<Page />);
