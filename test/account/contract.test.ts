// The contract as a document: OpenAPI 3.1 that holds together, has every call, and leaves open what Relay leaves open.
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020';
import { describe, expect, it } from 'vitest';
import { openApiDocument } from '../../server/src/account/contract/openApi';
import { MEDIA_TYPE, YAML_MEDIA_TYPE } from '../../server/src/account/contract/schema';

interface Described {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required: boolean }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, unknown>> };
  readonly responses: Readonly<Record<string, { readonly content: Readonly<Record<string, unknown>> }>>;
}

// As it is served: JSON.
const document = JSON.parse(JSON.stringify(openApiDocument())) as ReturnType<typeof openApiDocument>;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, described]) => ({
    path,
    method: method.toUpperCase(),
    described: described as Described,
  })),
);

/** Whether a value is an answer or body of a named schema; in strict mode, so that a misspelt keyword is an error. */
function fits(name: string, value: unknown): boolean {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, keywords: ['components'] });
  const schema = { $ref: `#/components/schemas/${name}`, components: document.components };
  return ajv.compile(schema)(value);
}

describe('the document', () => {
  it('is OpenAPI 3.1', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document));
    expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
    expect(document.openapi).toMatch(/^3\.1\./);
  });

  it('has every call that relay/api.md lists', () => {
    expect(operations.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(
      [
        'GET /openapi/latest',
        'POST /auth/sessions/device',
        'GET /auth/sessions',
        'DELETE /auth/sessions',
        'GET /auth/profile',
        'GET /api/account',
        'GET /api/access',
        'GET /api/connections',
        'POST /api/connections',
        'GET /api/connections/{id}',
        'PUT /api/connections/{id}',
        'DELETE /api/connections/{id}',
        'POST /api/connections/{id}/test',
        'GET /api/connection-providers/{type}',
        'POST /api/connection-providers/{type}/auth/oauth2',
        'POST /api/connections/{id}/auth/oauth2',
        'GET /api/workflows',
        'GET /api/workflows/{path}',
        'GET /api/workflows/{path}/secrets',
        'POST /api/workflows/{path}/secrets',
        'PUT /api/workflows/{path}/secrets/{name}',
        'DELETE /api/workflows/{path}/secrets/{name}',
        'POST /api/revisions/validate',
        'POST /api/workflows/{path}/revisions',
        'POST /api/tokens',
        'GET /api/tokens',
        'DELETE /api/tokens/{id}',
      ].sort(),
    );
  });

  it('refers only to what it has, and uses what it has', () => {
    const refers = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, target]) => target);
    const names = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`);
    expect(new Set(refers)).toEqual(new Set(names));
  });

  it('is whole in each call: an id, its path’s parameters, media types, and the error envelope', () => {
    const ids = operations.map(({ described }) => described.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, described } of operations) {
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = described.parameters ?? [];
      expect(declared.map(({ name }) => name)).toEqual(names);
      expect(declared.every((each) => each.in === 'path' && each.required)).toBe(true);
      expect(described.summary).toMatch(/\.$/);
      for (const type of Object.keys(described.requestBody?.content ?? {}))
        expect([MEDIA_TYPE, YAML_MEDIA_TYPE]).toContain(type);
      const { default: other, ...rest } = described.responses;
      expect(other?.content).toEqual({
        [MEDIA_TYPE]: { schema: { $ref: '#/components/schemas/ProblemAnswer' } },
      });
      expect(Object.keys(rest).filter((status) => status < '300')).toHaveLength(1);
    }
  });

  it.each(Object.keys(document.components.schemas))('has a schema %s of JSON Schema 2020-12', (name) => {
    expect(() => fits(name, null)).not.toThrow();
  });
});

describe('what it says', () => {
  const connection = {
    id: '1',
    type: 'aws',
    name: 'production',
    capabilities: ['source-control'],
    created_at: '2020-06-15T00:00:00Z',
    updated_at: '2020-06-15T00:00:00Z',
    auth: { type: 'secret' },
    availability: { status: 'available' },
  };

  it('leaves open what Relay may add: members, states, kinds', () => {
    const later = {
      ...connection,
      capabilities: ['teleport'],
      auth: { type: 'kerberos', realm: 'x' },
      availability: { status: 'pondering', error: { title: 'x', more: 1 } },
      colour: 'green',
    };
    expect(fits('ConnectionsAnswer', { connections: [connection, later], next: null })).toBe(true);
    expect(fits('ConnectionsAnswer', {})).toBe(true);
    expect(fits('ConnectionsAnswer', { connections: [{ ...connection, name: 7 }] })).toBe(false);
    expect(fits('ConnectionsAnswer', { connections: [{ ...connection, id: undefined }] })).toBe(false);
  });

  it('takes strings that are not UTF-8', () => {
    const encoded = (data: unknown) => ({ $encoding: 'base64', data });
    expect(fits('Connection', { ...connection, name: encoded('/w==') })).toBe(true);
    expect(fits('Text', encoded('not base64!'))).toBe(false);
    expect(fits('Text', { ...encoded('/w=='), more: 1 })).toBe(false);
  });

  it('nests errors', () => {
    const inner = { code: 'x', arguments: { at: 1 }, formatted: { friendly: 'Wrong.' } };
    expect(
      fits('ProblemAnswer', { error: { ...inner, causes: [inner], items: { 'auth.fields': inner } } }),
    ).toBe(true);
    expect(fits('ProblemAnswer', { error: { items: { name: { causes: [7] } } } })).toBe(false);
  });

  it('lets a request say nothing else than what it names', () => {
    const body = { name: 'a', type: 'aws', auth: { type: 'secret', fields: { key: 'value' } } };
    expect(fits('NewConnection', body)).toBe(true);
    expect(fits('NewConnection', { ...body, id: '1' })).toBe(false);
    expect(fits('NewConnection', { ...body, auth: { ...body.auth, scopes: [] } })).toBe(false);
    expect(fits('NewConnection', { ...body, name: '' })).toBe(false);
    expect(fits('NewToken', { name: 'a', type: 'robot' })).toBe(false);
  });
});
