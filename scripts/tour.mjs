// npm run tour: takes over the pictures of docs/tour.md, the README and the walkthrough from the tests of the editor that ran last.
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './install.mjs';

/** Where a picture is shown → the test's picture that it is. */
const pictures = {
  'docs/images/missing-connection.png': 'light-bulb',
  'docs/images/views.png': 'views-signed-in',
  'docs/images/form.png': 'form-dark',
  'docs/images/completion.png': 'completion-name',
  'media/walkthrough/account.png': 'walkthrough-account',
  'media/walkthrough/workflow.png': 'walkthrough-workflow',
  'media/walkthrough/create.png': 'walkthrough-create',
  'media/walkthrough/complete.png': 'walkthrough-complete',
};
const tour = readFileSync(join(root, 'docs/tour.md'), 'utf8');
for (const [, name] of tour.matchAll(/\]\(tour\/([\w-]+)\.png\)/g)) pictures[`docs/tour/${name}.png`] = name;

const missing = [];
for (const [target, name] of Object.entries(pictures)) {
  const taken = join(root, `test-output/pictures/${name}.png`);
  if (!existsSync(taken)) missing.push(name);
  else {
    mkdirSync(dirname(join(root, target)), { recursive: true });
    copyFileSync(taken, join(root, target));
  }
}
console.log(`${Object.keys(pictures).length - missing.length} pictures taken over.`);
if (missing.length > 0) {
  console.error(`Run npm test first: it has not taken ${missing.join(', ')}.`);
  process.exit(1);
}
