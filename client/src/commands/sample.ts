// Opens a small workflow to try things on, in a document of no file.
import * as vscode from 'vscode';

/** Each time another document, since the last one may have been changed. */
export async function openSample(): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: 'relay-workflow', content: sample });
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  const at = document.positionAt(sample.indexOf('my-aws-account'));
  editor.selection = new vscode.Selection(at, at);
}

const sample = `# Sample workflow
# Put the cursor on an underlined name and press Ctrl+. (Cmd+. on macOS).
apiVersion: v1
summary: List the instances of a region

parameters:
  region:
    description: Region to look at
    default: eu-central-1

steps:
- name: list-instances
  image: relaysh/aws-ec2-step-instances-describe
  spec:
    aws:
      connection: !Connection { type: aws, name: my-aws-account }
      region: \${parameters.region}

- name: tell-the-team
  image: relaysh/slack-step-message-send
  dependsOn: list-instances
  spec:
    connection: !Connection { type: slack, name: my-slack-workspace }
    channel: '#ops'
    username: Relay
    message: \${'Looked at ' + parameters.region}
`;
