// What a parked, watched session costs beside the bare page: the same pages in Baton's Chrome and in a Chrome with the same switches that
// nobody watches, over the same minute.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { browserOf, commandLine, megabytes, processorSeconds, tree } from '../processes.mjs';
import { booking, request } from '../stage.mjs';
import { walk } from '../walk.mjs';

/** A Chrome with the command line of another one, and nobody to watch it. */
class Bare {
  static async like(browser) {
    const bare = new Bare();
    bare.profile = mkdtempSync(join(tmpdir(), 'bare-'));
    const [program, ...args] = commandLine(browser).filter((word) => !word.startsWith('--user-data-dir='));
    if (!args.includes('--no-sandbox')) args.push('--no-sandbox');
    bare.child = spawn(program, [`--user-data-dir=${bare.profile}`, ...args], { stdio: 'ignore' });
    const port = join(bare.profile, 'DevToolsActivePort');
    while (!existsSync(port)) await wait(50);
    bare.browser = await chromium.connectOverCDP(`http://127.0.0.1:${readFileSync(port, 'utf8').split('\n')[0]}`);
    return bare;
  }

  async open(booking) {
    const context = await this.browser.newContext({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true });
    await walk(await context.newPage(), booking);
  }

  async stop() {
    await this.browser.close();
    this.child.kill('SIGTERM');
    if (this.child.exitCode === null) await once(this.child, 'exit');
    rmSync(this.profile, { recursive: true, force: true });
  }
}

/**
 * @param {number} pages how many in each
 * @param {number} seconds of each of two spans: the first after the handoff, and one at rest
 */
export async function parked(clinic, service, pages, seconds) {
  const bare = await Bare.like(browserOf(tree(service.child.pid)));
  try {
    for (let page = 0; page < pages; page += 1) {
      await service.link(await service.prepare(request(clinic, `parked-${page}`)));
      await bare.open(booking(clinic, `bare-${page}`));
    }
    const trees = () => [tree(service.child.pid), tree(bare.child.pid)];
    const spent = () => trees().map(processorSeconds);
    const [begun, service0] = [spent(), processorSeconds([service.child.pid])];
    await wait(seconds * 1000);
    const middle = spent();
    const settled = processorSeconds([service.child.pid]);
    await wait(seconds * 1000);
    const [end, service1] = [spent(), processorSeconds([service.child.pid])];
    const share = (from, to) => (100 * (to - from)) / seconds / pages;
    const memory = trees().map(megabytes);
    return {
      first: { baton: share(begun[0], middle[0]), service: share(service0, settled), bare: share(begun[1], middle[1]) },
      rest: { baton: share(middle[0], end[0]), service: share(settled, service1), bare: share(middle[1], end[1]) },
      megabytes: { baton: memory[0] / pages, bare: memory[1] / pages },
    };
  } finally {
    await bare.stop();
  }
}
