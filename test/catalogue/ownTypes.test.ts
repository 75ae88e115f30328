// The user's own connection types: read from a setting, known to the rules and the completion, never in the place of known fields.
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import {
  connectionTypeOf,
  connectionTypesNow,
  setOwnTypes,
} from '../../server/src/catalogue/connectionTypes';
import { readOwnTypes } from '../../server/src/catalogue/ownTypes';
import { findingsOf } from '../../server/src/rules/findings';
import { workflowOf } from '../../server/src/workflow/workflow';
import { ready, step } from '../support/marks';

afterEach(() => setOwnTypes([]));

const vault = {
  vault: {
    displayName: 'Vault',
    fields: { token: { label: 'Token', help: 'Starts with hvs.' }, url: { secret: false, required: false } },
  },
};

test('a type has the fields that are given, masked and required unless they say otherwise', () => {
  expect(readOwnTypes(vault)).toEqual([
    {
      type: 'vault',
      displayName: 'Vault',
      fields: [
        {
          name: 'token',
          label: 'Token',
          help: 'Starts with hvs.',
          secret: true,
          multiline: false,
          required: true,
        },
        { name: 'url', label: 'url', secret: false, multiline: false, required: false },
      ],
    },
  ]);
});

test('nothing that is written there makes it fail', () => {
  fc.assert(
    fc.property(fc.anything(), (raw) => {
      for (const { type, displayName, fields } of readOwnTypes({
        a: raw,
        b: { fields: raw },
        c: { fields: { d: raw } },
      })) {
        expect(type.trim()).not.toBe('');
        expect(displayName.trim()).not.toBe('');
        for (const { name, label } of fields)
          expect([typeof name, typeof label]).toEqual(['string', 'string']);
      }
    }),
  );
});

test('the fields of a known type stay: nobody else decides what is masked', () => {
  const before = connectionTypeOf('aws');
  setOwnTypes(
    readOwnTypes({
      aws: { fields: { secretAccessKey: { secret: false } } },
      opsgenie: { fields: { key: {} } },
    }),
  );
  expect(connectionTypeOf('aws')).toBe(before);
  expect(connectionTypeOf('opsgenie')?.fields.map(({ name }) => name)).toEqual(['key']);
  expect(connectionTypesNow().filter(({ type }) => type === 'opsgenie')).toHaveLength(1);
});

test('it is no unknown type, as soon as the setting says so and no longer', () => {
  const workflow = workflowOf('file:///w.yaml', step('a: !Connection [vault, prod]'));
  const account = ready('aws/other');
  const codes = () => findingsOf(workflow, account).map(({ code }) => code);
  expect(codes()).toContain('connection-type-unknown');
  setOwnTypes(readOwnTypes(vault));
  expect(codes()).not.toContain('connection-type-unknown');
  setOwnTypes([]);
  expect(codes()).toContain('connection-type-unknown');
});
