// Turns the test files beside it into one mocha run inside VS Code; told to the runner line by line.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';
import { person, type Report, report } from '../person';

/** Runs every test; rejects if one failed, was skipped, or none ran. Called by VS Code (extensionTestsPath). */
export async function run(): Promise<void> {
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: 60_000,
    forbidPending: true,
    forbidOnly: process.env.CI !== undefined,
  });
  const grep = process.env.RELAY_TEST_GREP;
  if (grep !== undefined) mocha.grep(new RegExp(grep));
  for (const file of readdirSync(__dirname).sort()) {
    if (file.endsWith('.test.js')) mocha.addFile(join(__dirname, file));
  }

  let told: Promise<void> = Promise.resolve();
  const tell = (what: Report) => {
    told = told.then(() => report(what));
  };
  Mocha.reporters.Base.consoleLog = (...line: unknown[]) => tell({ line: format(...line) });
  const result = await new Promise<{ passed: number; failed: number }>((resolve) => {
    const runner = mocha.run((failed) => resolve({ passed: runner.stats?.passes ?? 0, failed }));
    runner.on('test', (test) => tell({ test: test.fullTitle() }));
    runner.on('hook', (hook) => tell({ test: hook.fullTitle() }));
    runner.on('fail', (test) => {
      const name = `failed-${test.fullTitle().replaceAll(/\W+/g, '-').slice(0, 100)}`;
      told = told.then(() => person.picture(name).catch((error) => report({ line: String(error) })));
    });
  });
  tell({ result });
  await told;
  if (result.failed > 0) throw new Error(`${result.failed} tests failed.`);
  if (result.passed === 0) throw new Error('No test ran.');
}
