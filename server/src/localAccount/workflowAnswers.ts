// Answers the calls about workflows, their secrets and their revisions from the store.
import { randomUUID } from 'node:crypto';
import { Secret } from '../account/secret';
import { ContractError, notFound } from './refusals';
import { readRevision } from './revision';
import type { Answers } from './routes';
import type { State, StoredWorkflow } from './state';
import type { Store } from './store';

type WorkflowAnswers = Pick<
  Answers,
  | 'listWorkflows'
  | 'readWorkflow'
  | 'listWorkflowSecrets'
  | 'createWorkflowSecret'
  | 'overwriteWorkflowSecret'
  | 'deleteWorkflowSecret'
  | 'validateRevision'
  | 'createRevision'
>;

export function workflowAnswers(store: Store): WorkflowAnswers {
  return {
    listWorkflows: () => ({ workflows: store.state.workflows.map(({ folder, name }) => ({ folder, name })) }),

    readWorkflow({ parameters: { path } }) {
      const { folder, name, revision } = find(store.state, path);
      return { workflow: { folder, name, ...(revision && { latest_revision: { id: revision.id } }) } };
    },

    listWorkflowSecrets: ({ parameters: { path } }) => ({
      secrets: find(store.state, path).secrets.map(({ name }) => ({ name })),
    }),

    async createWorkflowSecret({ parameters: { path }, body: { name, value } }) {
      await change(store, path, (workflow) => {
        if (workflow.secrets.some((each) => each.name === name)) {
          const taken = { name: 'This name is taken.' };
          throw new ContractError(
            409,
            'name_taken',
            'The workflow has a secret of this name already.',
            taken,
          );
        }
        return { ...workflow, secrets: [...workflow.secrets, { name, value: secretOf(value) }] };
      });
      return { secret: { name } };
    },

    async overwriteWorkflowSecret({ parameters: { path, name }, body: { value } }) {
      await change(store, path, (workflow) => {
        refuseMissing(workflow, name);
        const fresh = { name, value: secretOf(value) };
        return { ...workflow, secrets: workflow.secrets.map((each) => (each.name === name ? fresh : each)) };
      });
      return { secret: { name } };
    },

    async deleteWorkflowSecret({ parameters: { path, name } }) {
      await change(store, path, (workflow) => {
        refuseMissing(workflow, name);
        return { ...workflow, secrets: workflow.secrets.filter((each) => each.name !== name) };
      });
      return { resource_id: name, success: true };
    },

    validateRevision: ({ body }) => ({ revision: readRevision(body).shown }),

    /** A revision of a workflow that is not there creates it: the one way to bring workflows into this account. */
    async createRevision({ parameters: { path }, body }) {
      const revision = { id: randomUUID(), uses: readRevision(body).uses };
      await store.change((state) => {
        const before = state.workflows.find((each) => pathOf(each) === path);
        const after = { ...(before ?? workflowOf(path)), revision };
        const workflows = before
          ? state.workflows.map((each) => (each === before ? after : each))
          : [...state.workflows, after];
        return { state: { ...state, workflows }, result: undefined };
      });
      return { revision: { id: revision.id } };
    },
  };
}

/** A workflow without secrets; what stands before the last slash of the path is its folder. */
export function workflowOf(path: string): StoredWorkflow {
  const slash = path.lastIndexOf('/');
  return { folder: path.slice(0, Math.max(slash, 0)), name: path.slice(slash + 1), secrets: [] };
}

export function pathOf({ folder, name }: { readonly folder: string; readonly name: string }): string {
  return folder === '' ? name : `${folder}/${name}`;
}

export function secretOf(value: unknown): Secret {
  return new Secret(JSON.stringify(value));
}

function find(state: State, path: string): StoredWorkflow {
  return state.workflows.find((each) => pathOf(each) === path) ?? notFound('There is no such workflow.');
}

function refuseMissing({ secrets }: StoredWorkflow, name: string): void {
  if (!secrets.some((each) => each.name === name)) notFound('The workflow has no such secret.');
}

function change(store: Store, path: string, next: (before: StoredWorkflow) => StoredWorkflow): Promise<void> {
  return store.change((state) => {
    const before = find(state, path);
    const after = next(before);
    const workflows = state.workflows.map((each) => (each === before ? after : each));
    return { state: { ...state, workflows }, result: undefined };
  });
}
