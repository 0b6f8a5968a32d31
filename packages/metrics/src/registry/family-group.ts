import type { AnyFamily } from './instrument-kinds.ts';
import type { FamilyGroup, MetricFamily, MetricType, SampleSink } from '../model/family.ts';

/** Metrics of one name that were defined in several children: one family, in the order of their definition. */
class SharedName implements FamilyGroup {
  readonly name: string;
  readonly help: string;
  readonly type: MetricType;
  readonly unit: string | undefined;
  readonly members: readonly AnyFamily[];

  constructor(members: readonly AnyFamily[]) {
    const { name, help, type, unit } = members[0]!;
    this.name = name;
    this.help = help;
    this.type = type;
    this.unit = unit;
    this.members = members;
  }

  visit(sink: SampleSink): void {
    for (const member of this.members) member.visit(sink);
  }
}

/** Tells whether a family is a group that `familyOf` has made. */
export function isGroup(family: MetricFamily): boolean {
  return family instanceof SharedName;
}

/** Returns what an exposition shows of metrics that have one name and shape. */
export function familyOf(members: readonly AnyFamily[]): MetricFamily {
  return members.length === 1 ? members[0]! : new SharedName(members);
}
