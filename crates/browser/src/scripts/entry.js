// What our side may call in this document.

import { aim, focusOn } from './aim.js';
import { assign, choose, read } from './fill.js';
import { coverOf, introduce, owner, show } from './owners.js';
import { snapshot } from './snapshot.js';
import { watch } from './observer.js';

globalThis.__baton = { aim, assign, choose, coverOf, focusOn, introduce, owner, read, show, snapshot };
watch(document);
