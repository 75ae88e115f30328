// A process that makes one change after another to the store of a folder, and says each one when it is acknowledged.
import { writeSync } from 'node:fs';
import { Secret } from '../../server/src/account/secret';
import { AlreadyRunning } from '../../server/src/localAccount/cannotStart';
import { lockFolder } from '../../server/src/localAccount/folderLock';
import { openStore } from '../../server/src/localAccount/store';
import { changed } from './writing';

const [folder = '', first = '0', last = 'Infinity'] = process.argv.slice(2);

async function write(): Promise<void> {
  const key = new Secret(process.env.KEY ?? '');
  const lock = await lockFolder(folder, key);
  const { store, setAside } = await openStore(folder, key, lock.confirm);
  if (setAside) throw new Error('the file was damaged');
  for (let number = Number(first); number < Number(last); number++) {
    await store.change((state) => ({ state: changed(state, number), result: undefined }));
    writeSync(1, '.');
  }
  await store.close();
  await lock.release();
}

write().catch((error) => {
  writeSync(1, error instanceof AlreadyRunning ? '' : '!');
  writeSync(2, `${error.name}: ${error.message}\n`);
  process.exitCode = error instanceof AlreadyRunning ? 3 : 1;
});
