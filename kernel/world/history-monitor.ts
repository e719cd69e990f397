/** Properties of the history as monitors: what clients were told, held against what the notebook declares. */
import { DiagnosticError, diagnostic } from '../diagnostic.ts';
import { createHistoryCheck, type HistoryCheck, type HistoryProperty } from '../histories/check.ts';
import { canonical, freeze } from '../plain.ts';
import { callTurns, grant } from '../program/budget.ts';
import type { HistoryForm } from '../program/declaration.ts';
import type { PlannedProperty } from './plan.ts';

export type PlannedHistoryProperty = PlannedProperty & HistoryForm;

export function isOfHistory(property: PlannedProperty): property is PlannedHistoryProperty {
  return property.form === 'linearizable' || property.form === 'isolated';
}

export function historyCheckOf(property: PlannedHistoryProperty): HistoryCheck {
  return createHistoryCheck(historyPropertyOf(property));
}

/** The author's functions as the checks call them: within their budget, on what they cannot change. */
export function historyPropertyOf(property: PlannedHistoryProperty): HistoryProperty {
  if (property.form === 'isolated') return property;
  const { model, only, key, name, place } = property;
  return {
    form: 'linearizable',
    specification: {
      ...(model.asRegister === undefined ? {} : { asRegister: model.asRegister }),
      ...(model.observers === undefined ? {} : { observers: model.observers }),
      init: freeze(model.init),
      apply(state, call) {
        grant(callTurns);
        const after: unknown = model.apply(state, call);
        if (typeof after === 'object' && after !== null && 'state' in after) {
          const result = 'result' in after ? after.result : undefined;
          return { state: freeze(after.state), result };
        }
        throw new DiagnosticError(
          diagnostic('property/bad-result', `apply of the model of '${name}' returned no state.`, {
            cell: place.cell,
            range: place.range,
            help: 'Return { state, result }: the next state, and what the client must have been told.',
          }),
        );
      },
    },
    scope: {
      only: only === null ? null : new Set(only),
      keyOf:
        key === null
          ? null
          : (invocation) => {
              grant(callTurns);
              const found = key(invocation);
              if (found === null || found === undefined) return null;
              return typeof found === 'string' ? found : canonical(found);
            },
    },
  };
}
