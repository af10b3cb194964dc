// Decides which of the pages this is: the first one, the live one, or a last word.

import { showEnding } from './ending.js';
import { showLive } from './live.js';
import { showLobby } from './lobby.js';
import { language } from './words.js';

document.documentElement.lang = language;
const { link, state, phase } = document.body.dataset;

switch (state) {
  case 'claimed':
    showLive(link);
    break;
  case 'waiting':
    showLobby(link, () => showLive(link));
    break;
  default:
    showEnding(phase ? JSON.parse(phase) : { name: 'gone' });
}
