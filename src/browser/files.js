// The files beside the tracker's own: what few pages need, or a page not at once.

/** Brings the export of a file beside this one, by its name: a promise of it. */
export let bring;
/** Has files brought in this way; the entry point says how. */
export const bringBy = (bringFile) => {
  bring = bringFile;
};
