// Workflows of the local account: their secrets, which are never shown, and what is said of a workflow's text.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { YAML_MEDIA_TYPE } from '../../server/src/account/contract/schema';
import { Secret } from '../../server/src/account/secret';
import { accountOfTest } from './accountOfTest';
import { ask } from './ask';

const VALUE = 'marked-secret-31c9';
const SECRETS = '/api/workflows/team%2Fdeploy/secrets';
const workflows = [{ path: 'team/deploy', secrets: { old: new Secret('seeded') } }];
const yaml = (path: string, text: string) => ({
  method: 'POST',
  path,
  text,
  headers: { 'content-type': YAML_MEDIA_TYPE },
});
const VALIDATE = '/api/revisions/validate';
const USING = `parameters:
  room: {}
steps:
- name: notify
  image: relaysh/slack-step-message-send
  spec:
    connection: !Connection { type: slack, name: ops }
    again: \${connections.slack.ops}
    channel: !Parameter room
`;

describe('secrets of a workflow', () => {
  it('are created, overwritten and deleted; answers have names only', async () => {
    const first = await accountOfTest({ workflows });
    const { url } = first;
    const create = { method: 'POST', path: SECRETS, body: { name: 'a/b c', value: VALUE } };
    const one = `${SECRETS}/${encodeURIComponent('a/b c')}`;
    const answers = [
      await ask(url, create),
      await ask(url, { path: SECRETS }),
      await ask(url, create),
      await ask(url, { method: 'PUT', path: one, body: { value: `${VALUE}-2` } }),
      await ask(url, { method: 'DELETE', path: one }),
      await ask(url, { method: 'PUT', path: one, body: { value: VALUE } }),
      await ask(url, { path: SECRETS }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([201, 200, 409, 200, 200, 404, 200]);
    expect(answers[0]?.json).toEqual({ secret: { name: 'a/b c' } });
    expect(answers[1]?.json).toEqual({ secrets: [{ name: 'old' }, { name: 'a/b c' }] });
    expect(answers[6]?.json).toEqual({ secrets: [{ name: 'old' }] });
    expect(JSON.stringify(answers)).not.toContain(VALUE);
    await first.account.stop();
    const again = await accountOfTest({ folder: first.folder, key: first.key, workflows });
    expect((await ask(again.url, { path: SECRETS })).json).toEqual({ secrets: [{ name: 'old' }] });
  });

  it('belong to one workflow, which must be there', async () => {
    const { url } = await accountOfTest({ workflows: [...workflows, { path: 'deploy' }] });
    expect((await ask(url, { path: '/api/workflows/deploy/secrets' })).json).toEqual({ secrets: [] });
    expect((await ask(url, { path: '/api/workflows/team/secrets' })).status).toBe(404);
    expect((await ask(url, { path: '/api/workflows' })).json).toEqual({
      workflows: [
        { folder: 'team', name: 'deploy' },
        { folder: '', name: 'deploy' },
      ],
    });
  });
});

describe('a revision', () => {
  it('creates its workflow or follows the one before, and the connections it uses say so', async () => {
    const seed = [
      { type: 'slack', name: 'ops' },
      { type: 'slack', name: 'idle' },
    ];
    const { url } = await accountOfTest({ seed });
    const path = '/api/workflows/team%2Fnotify/revisions';
    const first = await ask(url, yaml(path, USING));
    const second = await ask(url, yaml(path, USING));
    expect([first.status, second.status]).toEqual([201, 201]);
    expect((await ask(url, { path: '/api/workflows/team%2Fnotify' })).json).toEqual({
      workflow: {
        folder: 'team',
        name: 'notify',
        latest_revision: (second.json as unknown as { revision: object }).revision,
      },
    });
    const { connections } = (await ask(url)).json;
    expect(connections).toMatchObject([
      { name: 'ops', workflows: [{ folder: 'team', name: 'notify', capabilities: [] }] },
      { name: 'idle', workflows: [] },
    ]);
  });

  it('is read and not kept when it is only validated', async () => {
    const { url } = await accountOfTest();
    const { status, json } = await ask(url, yaml(VALIDATE, USING));
    expect([status, json]).toEqual([
      200,
      {
        revision: {
          parameters: { room: {} },
          steps: [{ name: 'notify', type: 'container', image: 'relaysh/slack-step-message-send' }],
          triggers: [],
          raw: USING,
        },
      },
    ]);
    expect((await ask(url, { path: '/api/workflows' })).json).toEqual({ workflows: [] });
  });

  it.each([
    [
      'steps:\n- name: a\n  image: x\n- name: a\n  image: x\n',
      { 'steps.1.name': expect.stringMatching(/^Line 4, column 9: /) },
    ],
    [
      'steps:\n- name: a\n  image: x\n  spec: { b: "${parameters.gone}" }\n',
      { 'steps.0.spec.b': expect.any(String) },
    ],
    ['steps:\n- name: [\n', expect.objectContaining({})],
    ['just text', expect.objectContaining({})],
    [
      `a: &a [*a]\nsteps:\n- name: x\n  image: y\n  spec: { k: !Connection { type: aws } }\n`,
      expect.any(Object),
    ],
  ])('with errors is refused, each at its place: %j', async (text, places) => {
    const { url } = await accountOfTest();
    const { status, json } = await ask(url, yaml(VALIDATE, text));
    expect([status, json.error.code]).toEqual([422, 'workflow_invalid']);
    const said = Object.entries(json.error.items).map(([path, item]) => [path, item.formatted.friendly]);
    expect(said.length).toBeGreaterThan(0);
    expect(Object.fromEntries(said)).toEqual(places);
    for (const [, words] of said) expect(words).toMatch(/^Line \d+, column \d+: /);
  });

  it('that a person published is accepted', async () => {
    const { url } = await accountOfTest();
    const folder = join(__dirname, '../../samples');
    const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
    expect(files.length).toBeGreaterThan(0);
    for (const name of files) {
      const text = readFileSync(join(folder, name), 'utf8');
      expect([name, (await ask(url, yaml(VALIDATE, text))).status]).toEqual([name, 200]);
    }
  });
});
