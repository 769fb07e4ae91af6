/** All files under a dropped entry; browsers hand a folder out in portions. */
async function filesUnder(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile)
    return [
      await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)),
    ];
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const files: File[] = [];
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (entries.length === 0) return files;
    for (const each of entries) files.push(...(await filesUnder(each)));
  }
}

/** The files that were dropped, those of dropped folders among them, in the order of their names. */
export async function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  // Entries must be taken before the event is over; afterwards the list is empty.
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const found = entries.length > 0 ? await Promise.all(entries.map(filesUnder)) : [[...transfer.files]];
  return found.flat().sort((one, other) => one.name.localeCompare(other.name, "en", { numeric: true }));
}
