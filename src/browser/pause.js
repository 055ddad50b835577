// How the page has its turn while the tracker is at work (L4).

/**
 * Ends the task, where the browser then goes on with ours before all that has come up meanwhile
 * (https://wicg.github.io/scheduling-apis/#dom-scheduler-yield); elsewhere gives nothing.
 */
export const pause = () => window.scheduler?.yield?.();
