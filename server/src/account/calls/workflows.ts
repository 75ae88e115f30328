// The calls about the account's workflows, their secrets, and whether it accepts a workflow's text.
import { membersOf, type Read, readList, textOf, type Unchecked } from '../answers';
import type * as contract from '../contract/types';
import type { Answer, Calling, WriteAnswer } from '../request';
import type { Secret } from '../secret';
import { readDeleted } from './connections';

/** A workflow of the account. */
export interface AccountWorkflow {
  /** `folder/name`, or the name alone where there is no folder: what the other calls want. */
  readonly path: string;
  readonly description?: string;
}

/** What the account says of a workflow's text; `items` are its own words by path. */
export type Validation =
  | { readonly is: 'accepted' }
  | { readonly is: 'refused'; readonly message?: string; readonly items: Readonly<Record<string, string>> };

export interface WorkflowCalls {
  /** `GET /api/workflows` */
  listWorkflows(signal?: AbortSignal): Promise<Answer<readonly AccountWorkflow[]>>;
  /** `GET /api/workflows/{path}/secrets`: the names; `undefined` when the account says that there is no such workflow. */
  listSecrets(path: string, signal?: AbortSignal): Promise<Answer<readonly string[] | undefined>>;
  /** `POST /api/workflows/{path}/secrets` */
  createSecret(
    path: string,
    name: string,
    value: Secret,
    signal?: AbortSignal,
  ): Promise<WriteAnswer<undefined>>;
  /** `PUT /api/workflows/{path}/secrets/{name}` */
  overwriteSecret(
    path: string,
    name: string,
    value: Secret,
    signal?: AbortSignal,
  ): Promise<WriteAnswer<undefined>>;
  /** `DELETE /api/workflows/{path}/secrets/{name}`; succeeds also when the account says that there is none. */
  deleteSecret(path: string, name: string, signal?: AbortSignal): Promise<WriteAnswer<undefined>>;
  /** `POST /api/revisions/validate` with the text of a workflow; changes nothing. */
  validateWorkflow(text: string, signal?: AbortSignal): Promise<Answer<Validation>>;
}

export function workflowCalls({ read, write }: Calling): WorkflowCalls {
  return {
    listWorkflows: (signal) =>
      read(
        {
          id: 'listWorkflows',
          parameters: {},
          read: (answer: Unchecked<contract.WorkflowsAnswer>) =>
            readList(answer, answer.workflows, { list: 'workflows', one: 'workflow' }, workflowOf),
        },
        signal,
      ),

    listSecrets: (path, signal) =>
      read(
        {
          id: 'listWorkflowSecrets',
          parameters: { path },
          read: (answer: Unchecked<contract.WorkflowSecretsAnswer>): Read<readonly string[] | undefined> =>
            readList(answer, answer.secrets, { list: 'secrets', one: 'secret' }, (each) =>
              textOf(membersOf<contract.WorkflowSecret>(each)?.name),
            ),
          absent: { value: undefined },
        },
        signal,
      ),

    createSecret: (path, name, value, signal) =>
      write(
        {
          id: 'createWorkflowSecret',
          parameters: { path },
          body: { name, value: value.reveal() } satisfies contract.NewWorkflowSecret,
          secrets: [value],
          read: readSaved,
        },
        signal,
      ),

    overwriteSecret: (path, name, value, signal) =>
      write(
        {
          id: 'overwriteWorkflowSecret',
          parameters: { path, name },
          body: { value: value.reveal() } satisfies contract.WorkflowSecretValue,
          secrets: [value],
          read: readSaved,
        },
        signal,
      ),

    deleteSecret: (path, name, signal) =>
      write(
        {
          id: 'deleteWorkflowSecret',
          parameters: { path, name },
          read: readDeleted,
          absent: { value: undefined },
        },
        signal,
      ),

    async validateWorkflow(text, signal) {
      const answer = await write(
        {
          id: 'validateRevision',
          parameters: {},
          body: text,
          harmless: true,
          read: ({ revision }: Unchecked<contract.ValidatedAnswer>): Read<Validation> =>
            membersOf(revision) ? { value: { is: 'accepted' } } : { because: 'there is no revision in it' },
        },
        signal,
      );
      if (answer.ok) return answer;
      const { failure, message, items } = answer;
      const isOfText = failure.kind === 'answered-error' && [400, 422].includes(failure.status);
      if (!items || !isOfText) return { ok: false, failure };
      return { ok: true, value: { is: 'refused', ...(message !== undefined && { message }), items } };
    },
  };
}

function workflowOf(value: unknown): AccountWorkflow | undefined {
  const members = membersOf<contract.Workflow>(value);
  const name = textOf(members?.name);
  const folder = textOf(members?.folder);
  const description = textOf(members?.description);
  if (!name) return undefined;
  return { path: folder ? `${folder}/${name}` : name, ...(description && { description }) };
}

function readSaved({ secret }: Unchecked<contract.WorkflowSecretAnswer>): Read<undefined> {
  return membersOf(secret) ? { value: undefined } : { because: 'there is no secret in it' };
}
