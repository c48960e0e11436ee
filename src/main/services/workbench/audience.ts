import type { Connection } from '../../../contract/dispatcher.ts';
import type { EventName, EventPayload } from '../../../contract/events.ts';

/** All connected pages. */
export interface Audience {
  add(connection: Connection): void;
  remove(id: string): void;
  emit<Name extends EventName>(name: Name, payload: EventPayload<Name>, except?: string | null): void;
  /** Stops listening to every page. */
  dispose(): void;
}

/** An event before the first page is there would be lost; a problem is kept for it, since nobody else would tell. */
export function makeAudience(): Audience {
  const connections = new Map<string, Connection>();
  const untold: EventPayload<'project.problem'>[] = [];
  return {
    add(connection) {
      connections.set(connection.id, connection);
      for (const problem of untold.splice(0)) connection.emit('project.problem', problem);
    },
    remove: (id) => void connections.delete(id),
    emit(name, payload, except = null) {
      if (name === 'project.problem' && connections.size === 0) {
        untold.push(payload as EventPayload<'project.problem'>);
      }
      for (const connection of connections.values()) {
        if (connection.id !== except) connection.emit(name, payload);
      }
    },
    dispose() {
      for (const connection of connections.values()) connection.dispose();
      connections.clear();
    },
  };
}
