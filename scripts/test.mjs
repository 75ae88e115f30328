// npm test: installs what is needed and runs every test; none may be skipped, and the last line counts them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installEditorHost } from './editorInstall.mjs';
import { installPackages, root, runOrExit } from './install.mjs';

installPackages();
runOrExit('npm', ['run', '--silent', 'check']);
runOrExit('node', ['scripts/build.mjs']);
// Before the tests of the language, which read VS Code's own grammar of YAML.
await installEditorHost();
const results = join(root, 'test-output/unit-results.json');
runOrExit('npx', ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${results}`]);
// What is shipped is made and tried; the whole suite then runs on the same bundles.
runOrExit('node', ['scripts/testPackage.mjs']);
runOrExit('node', ['scripts/testEditor.mjs']);
runOrExit('node', ['scripts/testQuestions.mjs']);

const unit = JSON.parse(readFileSync(results, 'utf8'));
const editor = JSON.parse(readFileSync(join(root, 'test-output/editor-results.json'), 'utf8'));
const passed = unit.numPassedTests + editor.passed;
const failed = unit.numFailedTests + editor.failed;
const skipped = unit.numPendingTests;
console.log(
  `\n${unit.numPassedTests} of the language, account and protocol, ${editor.passed} in a real VS Code.`,
);
console.log(
  skipped > 0
    ? `${passed} passed, ${failed} failed, ${skipped} skipped`
    : `${passed} passed, ${failed} failed`,
);
if (failed + skipped > 0 || editor.passed === 0) process.exit(1);
