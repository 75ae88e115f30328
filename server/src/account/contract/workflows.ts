// The contract of the account's workflows, their secrets and their revisions.
import type { JSONSchema } from 'json-schema-to-ts';
import type { Operation } from './operation';
import { deletedAnswer, label, MEDIA_TYPE, open, text, YAML_MEDIA_TYPE } from './schema';

const listedWorkflow = {
  type: 'object',
  properties: { name: text, folder: text, description: text },
  required: ['name', 'folder'],
} as const satisfies JSONSchema;

export const workflow = {
  ...listedWorkflow,
  properties: {
    ...listedWorkflow.properties,
    latest_revision: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] },
  },
} as const satisfies JSONSchema;

export const workflowsAnswer = {
  type: 'object',
  properties: { workflows: { type: 'array', items: listedWorkflow } },
} as const satisfies JSONSchema;

export const workflowAnswer = {
  type: 'object',
  properties: { workflow },
  required: ['workflow'],
} as const satisfies JSONSchema;

/** Names only: a secret can be created, overwritten and deleted, not read. */
export const workflowSecret = {
  type: 'object',
  properties: { name: text },
  required: ['name'],
} as const satisfies JSONSchema;

export const workflowSecretsAnswer = {
  type: 'object',
  properties: { secrets: { type: 'array', items: workflowSecret } },
} as const satisfies JSONSchema;

export const workflowSecretAnswer = {
  type: 'object',
  properties: { secret: workflowSecret },
  required: ['secret'],
} as const satisfies JSONSchema;

export const newWorkflowSecret = {
  type: 'object',
  properties: { name: label, value: text },
  required: ['name', 'value'],
  additionalProperties: false,
} as const satisfies JSONSchema;

export const workflowSecretValue = {
  type: 'object',
  properties: { value: text },
  required: ['value'],
  additionalProperties: false,
} as const satisfies JSONSchema;

/** A workflow as the account reads it. */
export const validatedAnswer = {
  type: 'object',
  properties: {
    revision: {
      type: 'object',
      properties: {
        parameters: open,
        steps: { type: 'array', items: open },
        triggers: { type: 'array', items: open },
        raw: text,
      },
    },
  },
  required: ['revision'],
} as const satisfies JSONSchema;

export const revisionAnswer = {
  type: 'object',
  properties: {
    revision: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] },
  },
  required: ['revision'],
} as const satisfies JSONSchema;

/** `path` in these is `folder/name`, its slash written as `%2F`, or the name alone where there is no folder. */
export const workflowOperations = {
  listWorkflows: {
    method: 'GET',
    path: '/api/workflows',
    summary: 'Every workflow of the account.',
    answer: { status: 200, description: 'The list.', schema: workflowsAnswer },
  },
  readWorkflow: {
    method: 'GET',
    path: '/api/workflows/{path}',
    summary: 'One workflow.',
    answer: { status: 200, description: 'The workflow.', schema: workflowAnswer },
    refusals: [404],
  },
  listWorkflowSecrets: {
    method: 'GET',
    path: '/api/workflows/{path}/secrets',
    summary: 'The names of a workflow’s secrets.',
    answer: { status: 200, description: 'The names.', schema: workflowSecretsAnswer },
    refusals: [404],
  },
  createWorkflowSecret: {
    method: 'POST',
    path: '/api/workflows/{path}/secrets',
    summary: 'Creates a secret. Its name must not be there yet.',
    asks: 'administrator',
    body: { mediaType: MEDIA_TYPE, schema: newWorkflowSecret },
    answer: { status: 201, description: 'What was created.', schema: workflowSecretAnswer },
    refusals: [404, 409],
  },
  overwriteWorkflowSecret: {
    method: 'PUT',
    path: '/api/workflows/{path}/secrets/{name}',
    summary: 'Overwrites the value of a secret.',
    asks: 'administrator',
    body: { mediaType: MEDIA_TYPE, schema: workflowSecretValue },
    answer: { status: 200, description: 'What was overwritten.', schema: workflowSecretAnswer },
    refusals: [404],
  },
  deleteWorkflowSecret: {
    method: 'DELETE',
    path: '/api/workflows/{path}/secrets/{name}',
    summary: 'Deletes a secret.',
    asks: 'administrator',
    answer: { status: 200, description: 'It is gone.', schema: deletedAnswer },
    refusals: [404],
  },
  validateRevision: {
    method: 'POST',
    path: '/api/revisions/validate',
    summary: 'Reads the text of a workflow as the account would; 422 names in `items` what is wrong where.',
    body: { mediaType: YAML_MEDIA_TYPE, schema: { type: 'string' } },
    answer: { status: 200, description: 'What was read.', schema: validatedAnswer },
  },
  createRevision: {
    method: 'POST',
    path: '/api/workflows/{path}/revisions',
    summary: 'Gives a workflow a new text.',
    asks: 'administrator',
    body: { mediaType: YAML_MEDIA_TYPE, schema: { type: 'string' } },
    answer: { status: 201, description: 'The new revision.', schema: revisionAnswer },
  },
} as const satisfies Record<string, Operation>;
