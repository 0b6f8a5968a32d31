import type { CounterHandle } from '../instruments/counter.ts';
import type { CollectorGroup } from './collector-group.ts';

/** CPU seconds of this process, all threads, since it began. */
export const processCpu: CollectorGroup = (factory) => {
  const user = risingTo(factory.counter({ name: 'process_cpu_user_seconds_total', help: 'User CPU time of the process in seconds.' }));
  const system = risingTo(
    factory.counter({ name: 'process_cpu_system_seconds_total', help: 'System CPU time of the process in seconds.' }),
  );
  const both = risingTo(
    factory.counter({ name: 'process_cpu_seconds_total', help: 'User and system CPU time of the process in seconds.' }),
  );
  factory.addCollector({
    name: 'process_cpu',
    collect() {
      const microseconds = process.cpuUsage();
      user(microseconds.user / 1e6);
      system(microseconds.system / 1e6);
      both((microseconds.user + microseconds.system) / 1e6);
    },
  });
  return undefined;
};

/** Returns a function that raises a counter to a total kept elsewhere; a total below the last one changes nothing. */
export function risingTo(counter: CounterHandle): (total: number) => void {
  let seen = 0;
  return (total) => {
    if (!(total > seen)) return;
    counter.inc(total - seen);
    seen = total;
  };
}
