/** Asks what is wrong with a history once a property says that something is, while the checks are looked at; one at a time. */
import type { Kernel, PropertyView } from '../../kernel/protocol.ts';
import type { PageStore } from '../model/page-store.ts';

export function createHistories(store: PageStore, kernel: Kernel): { look(): void; close(): void } {
  let closed = false;
  let asking = false;
  /** What each chart that is there is of. */
  const read = new Map<string, string>();

  function look(): void {
    const open = store.state.open;
    if (closed || asking || open === null || open.frame === null || open.stageView !== 'check') return;
    const { frame } = open;
    const branch = frame.branches.find(({ isCurrent }) => isCurrent)?.id ?? 0;
    for (const property of frame.properties) {
      if (property.kind !== 'linearizable' && property.kind !== 'isolated') continue;
      const name = versionOf(property, branch);
      if ((read.get(property.name) ?? '') === name) continue;
      read.set(property.name, name);
      void ask(property);
      return;
    }
  }

  async function ask({ name, verdict }: PropertyView): Promise<void> {
    asking = true;
    try {
      const chart = verdict === 'violated' ? (await kernel.request({ type: 'history', property: name })).chart : null;
      if (!closed) store.dispatch({ type: 'history-read', property: name, chart });
    } catch {
      // The verdict says what is wrong; the picture of it is asked for again when something else is.
    } finally {
      asking = false;
    }
    look();
  }

  return {
    look,
    close() {
      closed = true;
    },
  };
}

/** Empty while nothing is wrong. */
function versionOf({ verdict, at, text }: PropertyView, branch: number): string {
  return verdict === 'violated' ? `${branch} ${at?.step} ${text}` : '';
}
