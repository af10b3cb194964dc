// What our side may call in this document.

import { aim, coverOf, introduce, owner, show } from './aim.js';
import { assign, choose, prepare, read } from './fill.js';
import { snapshot } from './snapshot.js';
import { watch } from './observer.js';

globalThis.__baton = { aim, assign, choose, coverOf, introduce, owner, prepare, read, show, snapshot };
watch(document);
