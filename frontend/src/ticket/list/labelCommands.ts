import { strings } from '../../strings';
import type { Command } from '../../ui/commands';
import type { Patch } from '../change/edit';
import { patchInWords } from '../change/words';
import { CATEGORIES, PRIORITIES, STATUSES } from '../labels';

const PATCHES: readonly Patch[] = [
  ...PRIORITIES.map((priority) => ({ priority })),
  ...STATUSES.map((status) => ({ status })),
  ...CATEGORIES.map((category) => ({ category })),
];

/** What the command bar can do with the row that keys are about, or with the selected ones. */
export function labelCommands(
  ids: readonly string[],
  patch: (ids: readonly string[], patch: Patch) => void,
): readonly Command[] {
  const { group } = strings.keys.commands;
  const [first] = ids;
  return PATCHES.map((it) => ({
    label: patchInWords(it),
    group: ids.length === 1 && first !== undefined ? `#${first}` : group(ids.length),
    run: () => patch(ids, it),
  }));
}
