// The contract's schemas as types, for those who send requests and read answers; nothing of it is left at run time.
import type * as connections from './connections';
import type * as connectionTypes from './connectionTypes';
import type { deletedAnswer, ValueOf } from './schema';
import type * as sessions from './sessions';
import type * as workflows from './workflows';

export type { AnswerOf, BodyOf, OperationId, ParametersOf } from './operations';
export type { Problem, ProblemAnswer } from './schema';

export type DeletedAnswer = ValueOf<typeof deletedAnswer>;

export type DeviceSession = ValueOf<typeof sessions.deviceSession>;
export type ProfileAnswer = ValueOf<typeof sessions.profileAnswer>;
export type AccountAnswer = ValueOf<typeof sessions.accountAnswer>;
export type AccessAnswer = ValueOf<typeof sessions.accessAnswer>;

export type Availability = ValueOf<typeof connections.availability>;
export type AvailabilityAnswer = ValueOf<typeof connections.availabilityAnswer>;
export type Connection = ValueOf<typeof connections.connection>;
export type ConnectionsAnswer = ValueOf<typeof connections.connectionsAnswer>;
export type SavedConnection = ValueOf<typeof connections.savedConnection>;
export type SavedConnectionAnswer = ValueOf<typeof connections.savedConnectionAnswer>;
export type NewConnection = ValueOf<typeof connections.newConnection>;
export type ConnectionChange = ValueOf<typeof connections.connectionChange>;

export type ProviderAuth = ValueOf<typeof connectionTypes.providerAuth>;
export type ConnectionTypeAnswer = ValueOf<typeof connectionTypes.connectionTypeAnswer>;
export type NewAuthorization = ValueOf<typeof connectionTypes.newAuthorization>;
export type Reauthorization = ValueOf<typeof connectionTypes.reauthorization>;
export type AuthorizationAnswer = ValueOf<typeof connectionTypes.authorizationAnswer>;

export type Workflow = ValueOf<typeof workflows.workflow>;
export type WorkflowsAnswer = ValueOf<typeof workflows.workflowsAnswer>;
export type WorkflowSecret = ValueOf<typeof workflows.workflowSecret>;
export type WorkflowSecretsAnswer = ValueOf<typeof workflows.workflowSecretsAnswer>;
export type WorkflowSecretAnswer = ValueOf<typeof workflows.workflowSecretAnswer>;
export type NewWorkflowSecret = ValueOf<typeof workflows.newWorkflowSecret>;
export type WorkflowSecretValue = ValueOf<typeof workflows.workflowSecretValue>;
export type ValidatedAnswer = ValueOf<typeof workflows.validatedAnswer>;
