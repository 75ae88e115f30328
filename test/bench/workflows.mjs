// Makes workflows of any number of steps, with what real ones hold: connections, parameters, outputs, conditions.

/** A workflow of `count` steps; every tenth names a connection that no account has. */
export function workflowOf(count) {
  const steps = Array.from({ length: count }, (_, index) => stepOf(index));
  return `apiVersion: v1
summary: A workflow of ${count} steps
parameters:
  region:
    description: Region to look at
    default: eu-central-1
  dryRun:
    default: 'true'
steps:
${steps.join('')}`;
}

function stepOf(index) {
  const name = index % 10 === 9 ? `gone-${index}` : 'prod';
  const before = index === 0 ? '' : `\n  dependsOn: step-${index - 1}`;
  const input = index === 0 ? '!Parameter region' : `!Output { from: step-${index - 1}, name: instances }`;
  return `- name: step-${index}
  image: relaysh/aws-ec2-step-instances-describe${before}
  when:
  - !Fn.equals [!Parameter dryRun, 'false']
  spec:
    aws:
      connection: !Connection { type: aws, name: ${name} }
      region: \${parameters.region}
    filters: ${input}
    message: "Looked at \${parameters.region} in step ${index}"
`;
}
