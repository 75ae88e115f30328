// A process that serves the local account of a folder, and says where.
import { Secret } from '../../server/src/account/secret';
import { startLocalAccount } from '../../server/src/localAccount/localAccount';

const [folder = '', token = ''] = process.argv.slice(2);
const key = new Secret(process.env.KEY ?? '');

void startLocalAccount({ folder, key, token: new Secret(token) }).then(({ url, setAside }) =>
  process.stdout.write(`${setAside ?? url}\n`),
);
