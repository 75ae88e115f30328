// Settings are read from whatever an editor sends.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultSettings, readSettings } from '../../server/src/settings';

test('what is a setting is taken, the rest stays at its default', () => {
  const raw = {
    diagnostics: {
      run: 'onSave',
      severity: { 'connection-missing': 'off', 'yaml-syntax': 'loud', nothing: 'error' },
    },
    account: { refreshInterval: 20.5 },
    inlayHints: 'all',
    workflows: { include: ['a/**'], exclude: 'b', names: { 'a/*': ' ops/a ', b: '', c: 7, '': 'd' } },
    stepMetadata: ['steps/*/step.yaml'],
    connectionTypes: { vault: {}, nothing: 7 },
  };
  expect(readSettings(raw)).toEqual({
    severity: new Map([['connection-missing', 'off']]),
    checksOnSave: true,
    refreshInterval: 20_500,
    inlayHints: 'all',
    include: ['a/**'],
    exclude: defaultSettings.exclude,
    workflowNames: new Map([
      ['a/*', 'ops/a'],
      ['b', ''],
    ]),
    stepMetadata: ['steps/*/step.yaml'],
    connectionTypes: [{ type: 'vault', displayName: 'vault', fields: [] }],
  });
});

test.each([-1, Number.NaN, '60', null])('no interval is made of %j', (refreshInterval) => {
  expect(readSettings({ account: { refreshInterval } }).refreshInterval).toBe(300_000);
});

test('nothing that is sent makes it fail', () => {
  fc.assert(
    fc.property(fc.anything(), fc.anything(), (severity, workflows) => {
      readSettings(severity);
      readSettings({
        diagnostics: { severity },
        workflows,
        inlayHints: workflows,
        connectionTypes: severity,
      });
    }),
  );
});
