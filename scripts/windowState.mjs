// Turns what a window of VS Code keeps in its browser into one text, in which what must not be there is looked for.

/**
 * Runs in the page. In the browser all of VS Code's state, that of webviews too, is in the page's storage; tokens belong
 * into the keyring, which is left out.
 */
export async function stateOfWindow() {
  const ended = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const kept = [{ ...localStorage, 'secrets.provider': '' }, { ...sessionStorage }];
  for (const { name } of await indexedDB.databases()) {
    const database = await ended(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const content = () => database.transaction(store).objectStore(store);
      kept.push(name, store, await ended(content().getAllKeys()), await ended(content().getAll()));
    }
    database.close();
  }
  return JSON.stringify(kept, (_, value) =>
    value instanceof Uint8Array ? new TextDecoder().decode(value) : value,
  );
}
