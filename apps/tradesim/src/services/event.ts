import { EVENT_KINDS } from '../domain/parameters.ts';
import { counter, defineMetrics } from './turn-view.ts';

export const event = defineMetrics('tradesim', {
  events_total: counter({
    help: 'Events that changed something.',
    group: 'events',
    labels: { kind: EVENT_KINDS },
    increase: ({ eventCounts }) => eventCounts,
  }),
});
