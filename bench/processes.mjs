// What processes cost: a process and all that it started, by /proc.

import { readFileSync, readdirSync } from 'node:fs';

const TICKS_PER_SECOND = 100;

const read = (path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // the process has just ended
  }
};

/** The fields of /proc/PID/stat after the name, which may hold anything. */
const stat = (pid) => {
  const text = read(`/proc/${pid}/stat`);
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
};

/** `root` and everything below it. */
export function tree(root) {
  const parents = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map((pid) => [Number(pid), Number(stat(pid)[1])]);
  const found = [root];
  for (const parent of found) found.push(...parents.filter(([, above]) => above === parent).map(([pid]) => pid));
  return found;
}

/** Seconds on a processor so far. */
export const processorSeconds = (pids) => seconds(pids, [11, 12]);

/** The same with that of their children that have ended, such as the renderers of closed pages. */
export const processorSecondsOfAll = (pids) => seconds(pids, [11, 12, 13, 14]);

function seconds(pids, columns) {
  const ticks = pids.map((pid) => stat(pid)).flatMap((fields) => columns.map((column) => Number(fields[column] ?? 0)));
  return ticks.reduce((sum, part) => sum + part, 0) / TICKS_PER_SECOND;
}

/** Memory in MB; what processes share is divided among them. */
export function megabytes(pids) {
  const kilobytes = pids.map((pid) => Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0));
  return kilobytes.reduce((sum, part) => sum + part, 0) / 1024;
}

export const commandLine = (pid) => read(`/proc/${pid}/cmdline`).split('\0').filter(Boolean);

/** The browser among `pids`: the process that was given a profile, in `folder` if that is named, and is no helper of another one. */
export function browserOf(pids, folder = '') {
  return pids.find((pid) => {
    const line = commandLine(pid);
    return line.some((word) => word.startsWith(`--user-data-dir=${folder}`)) && !line.some((word) => word.startsWith('--type=')) && line[0].includes('chrom');
  });
}
